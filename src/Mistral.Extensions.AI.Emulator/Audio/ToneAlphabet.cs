namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>
/// The tones of the emulator's speech. Each tone is half a byte of the text in UTF-8. The tones are orthogonal: within its
/// length, a tone has no energy at the frequency of another one. So a text can be read from its audio after it was converted to another
/// sample rate or encoding.
/// </summary>
internal static class ToneAlphabet
{
    /// <summary>The length of a tone in seconds.</summary>
    public const double ToneSeconds = 0.02;

    /// <summary>The number of tones: one for each value of 4 bits.</summary>
    public const int ToneCount = 16;

    /// <summary>The byte before the text. It does not occur in UTF-8.</summary>
    public const byte Start = 0xFE;

    /// <summary>The byte after the text. It does not occur in UTF-8.</summary>
    public const byte End = 0xFF;

    private const double LowestFrequency = 400;
    private const double FrequencyDistance = 100;

    /// <summary>Returns the frequency of a tone in Hz: 400 to 1900.</summary>
    public static double GetFrequency(int tone) => LowestFrequency + (tone * FrequencyDistance);
}
