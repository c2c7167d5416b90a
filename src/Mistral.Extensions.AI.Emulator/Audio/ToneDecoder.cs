using System.Buffers;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>
/// Reads the text of the emulator's speech from samples, while they arrive. Silence can be before speech and between one speech and the
/// next.
/// </summary>
/// <param name="sampleRate">The number of samples per second.</param>
internal sealed class ToneDecoder(int sampleRate)
{
    /// <summary>The minimum share of the energy at the frequency of a tone. It is 1 for a pure tone.</summary>
    private const double MinPurity = 0.6;

    /// <summary>The minimum energy of a tone, divided by the number of its samples.</summary>
    private const double MinEnergy = 1e-6;

    /// <summary>The maximum absolute value of a sample of silence.</summary>
    private const float MaxSilence = 0.001f;

    /// <summary>The length of the silence at the start after which audio is not speech, in seconds.</summary>
    private const int MaxSilenceSeconds = 5;

    /// <summary>The minimum part of the last tone that has to be present.</summary>
    private const double MinLastTone = 0.75;

    private readonly float[] _toneSamples = new float[(int)Math.Ceiling(sampleRate * ToneAlphabet.ToneSeconds) + 1];
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<long> _byteEnds = [];
    private long _position;
    private int _count;
    private int _toneIndex;
    private int _highTone;
    private State _state;

    private enum State
    {
        Silence,
        Start,
        Text,
    }

    /// <summary>Whether the samples are speech; null until its first byte, or other sound, has arrived.</summary>
    public bool? IsSpeech { get; private set; }

    /// <summary>Whether no more text can follow, because sound that is not the emulator's speech has arrived.</summary>
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
            _position++;
            if (_state == State.Silence && Math.Abs(sample) <= MaxSilence)
            {
                if (IsSpeech is null && _position > (long)MaxSilenceSeconds * sampleRate)
                    EndWithOtherSound();
                continue;
            }
            if (_state == State.Silence)
                (_state, _toneIndex, _count) = (State.Start, 0, 0);
            _toneSamples[_count++] = sample;
            if (_count == GetEnd(_toneIndex) - GetEnd(_toneIndex - 1))
                ReadTone();
        }
    }

    /// <summary>Ends the audio. The last tone is read if most of it has arrived, because a conversion can make audio shorter.</summary>
    public void Complete()
    {
        if (_state == State.Text && !IsEnded && _count > MinLastTone * _toneSamples.Length)
            ReadTone();
    }

    /// <summary>Returns the text of speech; null for other audio, and for speech whose end is missing.</summary>
    public string? FindText() => IsSpeech == true && _state != State.Text ? Encoding.UTF8.GetString(TextBytes) : null;

    /// <summary>Returns the time in seconds at which the audio of a byte of the text ends.</summary>
    public double GetTime(int index) => (double)_byteEnds[index] / sampleRate;

    /// <summary>Returns the position at the end of a tone, from the start of the speech.</summary>
    private long GetEnd(int index) => (long)Math.Round((index + 1) * sampleRate * ToneAlphabet.ToneSeconds);

    private void ReadTone()
    {
        var tone = FindTone(_toneSamples.AsSpan(0, _count));
        _count = 0;
        var isHigh = _toneIndex++ % 2 == 0;
        if (tone is not { } value)
            EndWithOtherSound();
        else if (isHigh)
            _highTone = value;
        else
            ReadByte((byte)(_highTone << 4 | value));
    }

    private void ReadByte(byte value)
    {
        if (_state == State.Start && value != ToneAlphabet.Start)
            EndWithOtherSound();
        else if (_state == State.Start)
        {
            (_state, IsSpeech) = (State.Text, true);
            if (_byteEnds.Count > 0)
                AddText((byte)' ');
        }
        else if (value == ToneAlphabet.End)
            _state = State.Silence;
        else
            AddText(value);
    }

    private void AddText(byte value)
    {
        _text.Write([value]);
        _byteEnds.Add(_position);
    }

    private void EndWithOtherSound() => (IsSpeech, IsEnded) = (IsSpeech ?? false, true);

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

    /// <summary>Returns the share of the energy at a frequency, with the Goertzel algorithm.</summary>
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
