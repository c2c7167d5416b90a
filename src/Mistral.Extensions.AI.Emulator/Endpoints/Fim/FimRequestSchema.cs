using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Fim;

/// <summary>The schema of fill-in-the-middle requests: <c>FIMCompletionRequest</c> in the OpenAPI description.</summary>
internal static class FimRequestSchema
{
    /// <summary>The schema of the body.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("FIMCompletionRequest",
        Required("model", StringValue),
        Optional("temperature", Number(min: 0, max: 1.5).OrNull),
        Optional("top_p", Number(exclusiveMin: 0, max: 1).OrNull),
        Optional("max_tokens", Integer(min: 0).OrNull),
        Optional("stream", BooleanValue),
        Optional("stop", AnyOf(StringValue, ListOf(StringValue)).OrNull),
        Optional("random_seed", Integer(min: 0).OrNull),
        Optional("metadata", AnyObject.OrNull),
        Required("prompt", StringValue),
        Optional("suffix", StringValue.OrNull),
        Optional("min_tokens", Integer(min: 0).OrNull),
        Optional("prompt_cache_key", StringValue.OrNull));
}
