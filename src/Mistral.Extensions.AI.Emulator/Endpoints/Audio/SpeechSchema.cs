using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The schema of speech requests.</summary>
internal static class SpeechSchema
{
    /// <summary>
    /// The schema of <c>SpeechRequest</c>. Unknown fields are errors, although the OpenAPI description allows them, because they are
    /// usually a mistake of the client.
    /// </summary>
    public static readonly ValueSchema Request = new ObjectSchema("SpeechRequest",
        Optional("model", StringValue.OrNull),
        Optional("metadata", AnyObject.OrNull),
        Optional("stream", BooleanValue),
        Optional("prompt_cache_key", StringValue.OrNull),
        Optional("voice_id", StringValue.OrNull),
        Optional("ref_audio", StringValue.OrNull),
        Required("input", StringValue),
        Optional("response_format", EnumOf([.. SpeechWriter.Formats])));
}
