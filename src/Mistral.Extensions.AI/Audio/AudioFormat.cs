using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The format of the audio of a realtime transcription (<c>AudioFormat</c>): samples of one channel without a header.</summary>
public sealed record AudioFormat
{
    /// <summary>
    /// The encoding of the samples (<c>encoding</c>): <c>pcm_s16le</c>, <c>pcm_s32le</c>, <c>pcm_f16le</c>, <c>pcm_f32le</c>,
    /// <c>pcm_mulaw</c> or <c>pcm_alaw</c>. Required.
    /// </summary>
    [JsonPropertyName("encoding")]
    public string? Encoding { get; init; }

    /// <summary>The number of samples per second (<c>sample_rate</c>), 1 or more, for example 16,000. Required.</summary>
    [JsonPropertyName("sample_rate")]
    public int? SampleRate { get; init; }

    /// <summary>Additional fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the message of the first error, or null if the format is valid.</summary>
    internal static string? Validate(AudioFormat format) => format switch
    {
        _ when string.IsNullOrWhiteSpace(format.Encoding) => "AudioFormat has no encoding. Set Encoding, for example to \"pcm_s16le\".",
        { SampleRate: null or < 1 } => "AudioFormat has no valid sample rate. Set SampleRate, for example to 16000.",
        _ => null,
    };
}
