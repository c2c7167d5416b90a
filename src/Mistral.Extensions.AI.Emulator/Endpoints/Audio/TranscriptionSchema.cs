using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The schema of transcription requests.</summary>
internal static class TranscriptionSchema
{
    private const int MaxUrlLength = 2083;

    /// <summary>The maximum number of terms: https://docs.mistral.ai/capabilities/audio_transcription.</summary>
    private const int MaxContextBias = 100;

    /// <summary>The fields that are repeated in form data.</summary>
    public static readonly string[] ListNames = ["context_bias", "timestamp_granularities"];

    private static readonly TextSchema AnyText = new(0, int.MaxValue);

    /// <summary>The schema of a request: <c>AudioTranscriptionRequest</c> in the OpenAPI description.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("AudioTranscriptionRequest",
        Required("model", StringValue),
        Optional("file", AnyObject.OrNull),
        Optional("file_url", new TextSchema(1, MaxUrlLength).OrNull),
        Optional("file_id", StringValue.OrNull),
        Optional("language", new PatternSchema(@"^\w{2}$", AnyText).OrNull),
        Optional("temperature", Number().OrNull),
        Optional("stream", BooleanValue),
        Optional("diarize", BooleanValue),
        Optional("context_bias", ListOf(new PatternSchema(@"^[^,\s]+$", AnyText), maxItems: MaxContextBias)),
        Optional("timestamp_granularities", ListOf(EnumOf("segment", "word"))));
}
