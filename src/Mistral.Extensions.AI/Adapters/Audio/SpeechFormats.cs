using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>The formats of generated speech, under the names of the API and as media types.</summary>
internal static class SpeechFormats
{
    // The format of SpeechRequest.ResponseFormat if it is not set.
    private const string Default = "mp3";

    // "pcm" has 32-bit floating-point samples, unlike audio/l16.
    private static readonly (string Name, string MediaType)[] Formats =
    [
        ("mp3", "audio/mpeg"), ("wav", "audio/wav"), ("flac", "audio/flac"), ("opus", "audio/opus"), ("pcm", "audio/pcm"),
    ];

    private static readonly Dictionary<string, string> OtherMediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["audio/mp3"] = "mp3",
        ["audio/wave"] = "wav",
        ["audio/x-wav"] = "wav",
        ["audio/x-flac"] = "flac",
        ["audio/ogg"] = "opus",
        ["audio/ogg;codecs=opus"] = "opus",
    };

    /// <summary>Gets the name of a format from a name or a media type. A name that is not known is returned as it is.</summary>
    /// <exception cref="NotSupportedException">The media type is not known.</exception>
    internal static string? ToResponseFormat(string? audioFormat)
    {
        if (audioFormat is null)
            return null;

        var format = audioFormat.Replace(" ", "");
        foreach (var (name, mediaType) in Formats)
        {
            if (format.Equals(name, StringComparison.OrdinalIgnoreCase) || format.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
                return name;
        }

        return OtherMediaTypes.TryGetValue(format, out var other) ? other
            : format.IndexOf('/') < 0 ? audioFormat
            : throw new NotSupportedException(
                $"Mistral does not generate speech as {audioFormat}. Set AudioFormat to \"mp3\", \"wav\", \"flac\", \"opus\" or \"pcm\".");
    }

    /// <summary>Gets the media type of the audio for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="audio">The first bytes of the audio, which tell the type if the format is not known.</param>
    internal static string GetMediaType(SpeechRequest request, ReadOnlyMemory<byte> audio)
    {
        var name = request.ResponseFormat ?? Default;
        return Array.Find(Formats, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).MediaType
            ?? MediaTypes.FromBytes(audio.Span)
            ?? "application/octet-stream";
    }
}
