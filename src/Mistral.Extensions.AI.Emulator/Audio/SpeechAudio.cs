using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>The audio of a text: two tones for each byte of UTF-8, so that its length is proportional to the text.</summary>
internal sealed class SpeechAudio
{
    /// <summary>The number of samples per second, which is that of the API.</summary>
    public const int SampleRate = 24_000;

    /// <summary>The number of samples of a tone.</summary>
    public const int SamplesPerTone = (int)(SampleRate * ToneAlphabet.ToneSeconds);

    /// <summary>The number of tones in a part of a stream: 0.4 seconds.</summary>
    public const int TonesPerPart = 20;

    private const double Amplitude = 0.3 * short.MaxValue;

    /// <summary>
    /// The samples of each tone. A tone has a whole number of periods, so that there are no clicks between tones. Its first sample is not
    /// silence, so that the start of speech can be found.
    /// </summary>
    private static readonly short[][] Waves = [.. Enumerable.Range(0, ToneAlphabet.ToneCount).Select(CreateWave)];

    private readonly byte[] _tones;

    /// <summary>Creates the audio of a text.</summary>
    public SpeechAudio(string text)
    {
        Text = text;
        _tones = [.. Encoding.UTF8.GetBytes(text).Prepend(ToneAlphabet.Start).Append(ToneAlphabet.End).SelectMany(SplitByte)];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The tones, between 0 and 15.</summary>
    public IReadOnlyList<byte> Tones => _tones;

    /// <summary>The number of samples.</summary>
    public int SampleCount => _tones.Length * SamplesPerTone;

    /// <summary>Returns the samples of a range of tones.</summary>
    public short[] GetSamples(int firstTone, int count)
    {
        var tones = _tones.AsSpan(firstTone, Math.Min(count, _tones.Length - firstTone));
        var samples = new short[tones.Length * SamplesPerTone];
        for (var i = 0; i < tones.Length; i++)
            Waves[tones[i]].CopyTo(samples, i * SamplesPerTone);
        return samples;
    }

    /// <summary>Returns the samples in parts of 0.4 seconds.</summary>
    public IEnumerable<short[]> GetParts(int tonesPerPart = TonesPerPart)
    {
        for (var tone = 0; tone < _tones.Length; tone += tonesPerPart)
            yield return GetSamples(tone, tonesPerPart);
    }

    private static byte[] SplitByte(byte value) => [(byte)(value >> 4), (byte)(value & 0x0F)];

    private static short[] CreateWave(int tone)
    {
        var step = 2 * Math.PI * ToneAlphabet.GetFrequency(tone) / SampleRate;
        return [.. Enumerable.Range(0, SamplesPerTone).Select(i => (short)Math.Round(Amplitude * Math.Cos(step * i)))];
    }
}
