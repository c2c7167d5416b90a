using System.Text;
using Mistral.Extensions.AI.Emulator.Audio;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>The text of the audio that has arrived so far: the words of the emulator's speech, or else a description.</summary>
/// <param name="encoding">The encoding of the samples.</param>
/// <param name="sampleRate">The number of samples per second.</param>
/// <param name="delay">The length of the audio that has to follow a word before its text is returned.</param>
internal sealed class RealtimeTranscript(SampleEncoding encoding, int sampleRate, TimeSpan delay)
{
    /// <summary>The start of the description, which does not depend on the length.</summary>
    private const string DescriptionStart = "PCM audio.";

    private readonly ToneDecoder _decoder = new(sampleRate);
    private readonly StringBuilder _text = new();
    private byte[] _rest = [];
    private long _byteCount;

    /// <summary>The length of the audio in seconds.</summary>
    public double Seconds => (double)_byteCount / encoding.BytesPerSample / sampleRate;

    /// <summary>The text that has been returned.</summary>
    public string Text => _text.ToString();

    /// <summary>Whether the audio is the emulator's speech.</summary>
    public bool IsSpeech => _decoder.IsSpeech == true;

    /// <summary>Adds audio. The bytes of a sample can be split between two calls.</summary>
    public void Append(byte[] audio)
    {
        _byteCount += audio.Length;
        byte[] bytes = _rest.Length == 0 ? audio : [.. _rest, .. audio];
        _decoder.Append(encoding.ReadAll(bytes, encoding.BytesPerSample));
        _rest = bytes[(bytes.Length - (bytes.Length % encoding.BytesPerSample))..];
    }

    /// <summary>Returns the complete words that are new and older than the delay.</summary>
    public string TakeWords()
    {
        var text = GetText(Seconds - delay.TotalSeconds);
        return Take(IsSpeech ? text[..Math.Max(0, text.LastIndexOf(' '))] : text);
    }

    /// <summary>Returns all text that is new, also of an incomplete word.</summary>
    public string TakeAll() => Take(GetText(double.MaxValue));

    /// <summary>Returns the rest of the text at the end of the audio.</summary>
    public string TakeEnd()
    {
        _decoder.Complete();
        return IsSpeech || _byteCount == 0 ? TakeAll() : Take(Describe().Text);
    }

    /// <summary>Creates the description of the whole audio.</summary>
    public Transcript Describe() =>
        Transcript.Describe(new AudioDescription("PCM", Seconds) { Channels = 1, SampleRate = sampleRate });

    /// <summary>Returns the time in seconds at which the audio of the first part of the text ends.</summary>
    /// <param name="start">The first part of the text, which is not empty.</param>
    public double GetTime(string start) => Math.Round(_decoder.GetTime(Encoding.UTF8.GetByteCount(start) - 1), 2);

    private string GetText(double seconds)
    {
        if (_decoder.IsSpeech is not { } isSpeech)
            return "";
        if (!isSpeech)
            return seconds > 0 ? DescriptionStart : "";
        var count = _decoder.TextBytes.Length;
        while (count > 0 && _decoder.GetTime(count - 1) > seconds)
            count--;
        return GetCompleteText(_decoder.TextBytes[..count]);
    }

    /// <summary>Decodes UTF-8 without the character at the end whose bytes have not all arrived.</summary>
    private static string GetCompleteText(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length];
        Encoding.UTF8.GetDecoder().Convert(bytes, characters, flush: false, out _, out var count, out _);
        return new string(characters, 0, count);
    }

    private string Take(string text)
    {
        var result = text.Length > _text.Length ? text[_text.Length..] : "";
        _text.Append(result);
        return result;
    }
}
