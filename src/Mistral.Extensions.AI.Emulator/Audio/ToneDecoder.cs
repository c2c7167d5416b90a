using System.Buffers;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>Reads the text of the emulator's speech from samples, while they arrive. The speech must start with the first sample.</summary>
/// <param name="sampleRate">The number of samples per second.</param>
internal sealed class ToneDecoder(int sampleRate)
{
    /// <summary>The least part of the energy that is in one tone. It is 1 for a pure tone.</summary>
    private const double MinPurity = 0.6;

    /// <summary>The least energy of a sample, which silence does not have.</summary>
    private const double MinEnergy = 1e-6;

    private readonly float[] _symbol = new float[(int)Math.Ceiling(sampleRate * ToneAlphabet.SymbolSeconds) + 1];
    private readonly ArrayBufferWriter<byte> _text = new();
    private int _count;
    private int _symbolIndex;
    private int _highTone;
    private bool _isComplete;

    /// <summary>Whether the samples are speech; null until the first byte has arrived.</summary>
    public bool? IsSpeech { get; private set; }

    /// <summary>Whether no more text can follow: the speech has ended, or something else follows its start.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The bytes of the text that have arrived. A character can be incomplete.</summary>
    public ReadOnlySpan<byte> TextBytes => _text.WrittenSpan;

    /// <summary>Reads samples between -1 and 1.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            if (IsEnded)
                return;
            _symbol[_count++] = sample;
            if (_count == GetEnd(_symbolIndex) - GetEnd(_symbolIndex - 1))
                ReadSymbol();
        }
    }

    /// <summary>Returns the text of speech; null for other audio, and for speech whose end is missing.</summary>
    public string? FindText() => _isComplete ? Encoding.UTF8.GetString(TextBytes) : null;

    private long GetEnd(int symbol) => (long)Math.Round((symbol + 1) * sampleRate * ToneAlphabet.SymbolSeconds);

    private void ReadSymbol()
    {
        var tone = FindTone(_symbol.AsSpan(0, _count));
        _count = 0;
        var isHigh = _symbolIndex++ % 2 == 0;
        if (tone is not { } value)
            (IsSpeech, IsEnded) = (IsSpeech ?? false, true);
        else if (isHigh)
            _highTone = value;
        else
            ReadByte((byte)(_highTone << 4 | value));
    }

    private void ReadByte(byte value)
    {
        if (IsSpeech is null)
            (IsSpeech, IsEnded) = (value == ToneAlphabet.Start, value != ToneAlphabet.Start);
        else if (value == ToneAlphabet.End)
            (_isComplete, IsEnded) = (true, true);
        else
            _text.Write([value]);
    }

    private int? FindTone(ReadOnlySpan<float> samples)
    {
        var energy = 0d;
        foreach (var sample in samples)
            energy += sample * sample;
        if (!(energy >= MinEnergy * samples.Length))
            return null;
        var (best, bestPurity) = (0, 0d);
        for (var tone = 0; tone < ToneAlphabet.ToneCount; tone++)
        {
            var purity = GetPurity(samples, ToneAlphabet.GetFrequency(tone), energy);
            if (purity > bestPurity)
                (best, bestPurity) = (tone, purity);
        }
        return bestPurity >= MinPurity ? best : null;
    }

    /// <summary>Returns the part of the energy that is at a frequency: the algorithm of Goertzel.</summary>
    private double GetPurity(ReadOnlySpan<float> samples, double frequency, double energy)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / sampleRate);
        var (previous, beforePrevious) = (0d, 0d);
        foreach (var sample in samples)
            (previous, beforePrevious) = (sample + (coefficient * previous) - beforePrevious, previous);
        var power = (previous * previous) + (beforePrevious * beforePrevious) - (coefficient * previous * beforePrevious);
        return 2 * power / (samples.Length * energy);
    }
}
