namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>What is known about an audio file.</summary>
/// <param name="Format">The name of the format, for example <c>WAV</c>.</param>
/// <param name="Seconds">The length in seconds.</param>
internal sealed record AudioDescription(string Format, double Seconds)
{
    /// <summary>The number of channels; null if the header was not read.</summary>
    public int? Channels { get; init; }

    /// <summary>The number of samples per second; null if the header was not read.</summary>
    public int? SampleRate { get; init; }

    /// <summary>The text, if it is known: that of the emulator's speech, or of <c>AddTranscript</c>; null for other audio.</summary>
    public string? Words { get; init; }
}
