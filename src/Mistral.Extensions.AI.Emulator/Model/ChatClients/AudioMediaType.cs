namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Determines the media type of audio, which is optional in requests to Mistral.</summary>
internal static class AudioMediaType
{
    /// <summary>Returns the media type for the <c>format</c> of the request, or else for the first bytes of the audio.</summary>
    public static string Get(string? format, ReadOnlySpan<byte> audio)
    {
        if (format is not null)
            return format is "mp3" ? "audio/mpeg" : $"audio/{format}";
        if (audio.StartsWith("RIFF"u8))
            return "audio/wav";
        if (audio.StartsWith("fLaC"u8))
            return "audio/flac";
        return audio.StartsWith("OggS"u8) ? "audio/ogg" : "audio/mpeg";
    }
}
