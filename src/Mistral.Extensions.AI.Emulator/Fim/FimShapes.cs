using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Fim;

/// <summary>The fields of a fill-in-the-middle request, as in the OpenAPI schema <c>FIMCompletionRequest</c>.</summary>
internal static class FimShapes
{
    public static readonly Shape Request = new RecordShape("FIMCompletionRequest",
        Required("model", Text),
        Optional("temperature", Number(min: 0, max: 1.5).OrNull),
        Optional("top_p", Number(above: 0, max: 1).OrNull),
        Optional("max_tokens", Whole(min: 0).OrNull),
        Optional("stream", Flag),
        Optional("stop", Any(Text, ListOf(Text)).OrNull),
        Optional("random_seed", Whole(min: 0).OrNull),
        Optional("metadata", OpenObject.OrNull),
        Required("prompt", Text),
        Optional("suffix", Text.OrNull),
        Optional("min_tokens", Whole(min: 0).OrNull),
        Optional("prompt_cache_key", Text.OrNull));
}
