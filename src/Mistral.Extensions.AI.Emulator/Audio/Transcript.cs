using System.Globalization;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Audio;

/// <summary>The text of audio. Its sentences follow each other without pauses; the length of their text determines their times.</summary>
/// <param name="Sentences">The sentences. Each starts with the space that separates it from the one before.</param>
/// <param name="Seconds">The length of the audio in seconds.</param>
internal sealed partial record Transcript(IReadOnlyList<string> Sentences, double Seconds)
{
    /// <summary>The assumed length of audio that is only known by its URL.</summary>
    private const double UnfetchedSeconds = 10;

    /// <summary>The whole text.</summary>
    public string Text => string.Concat(Sentences);

    /// <summary>Creates the text for audio: the words of the emulator's speech, or else a description of the audio.</summary>
    public static Transcript Describe(AudioDescription audio)
    {
        if (audio.Words is { } words)
            return FromText(words, audio.Seconds);
        var sentences = new List<string> { $"{audio.Format} audio.", $" {Count(audio.Seconds, "second")}." };
        if (audio is { Channels: { } channels, SampleRate: { } sampleRate })
            sentences.AddRange([$" {Count(channels, "channel")}.", $" {sampleRate.ToString(CultureInfo.InvariantCulture)} Hz."]);
        return new Transcript(sentences, audio.Seconds);
    }

    /// <summary>
    /// Creates the text for audio with known words. A sentence ends with <c>.</c>, <c>!</c>, <c>?</c> or <c>…</c> before white space.
    /// </summary>
    public static Transcript FromText(string text, double seconds) =>
        new([.. SentenceRegex().Matches(text).Select(match => match.Value)], seconds);

    /// <summary>Creates the text for audio that is only known by its URL, which is not fetched.</summary>
    public static Transcript DescribeUrl(string url) => new(["The audio was not fetched:", $" {url}"], UnfetchedSeconds);

    /// <summary>Creates the segments: the sentences, or their words.</summary>
    public IEnumerable<TranscriptSegment> GetSegments(bool words)
    {
        var length = Text.Length;
        var position = 0;
        for (var i = 0; i < Sentences.Count; i++)
        {
            foreach (var part in words ? SplitWords(Sentences[i]) : [Sentences[i]])
            {
                var end = position + part.Length;
                yield return new TranscriptSegment(part, GetTime(position), GetTime(end), Speaker: (i % 2) + 1);
                position = end;
            }
        }

        double GetTime(int index) => Math.Round(Seconds * index / length, 2);
    }

    private static IEnumerable<string> SplitWords(string sentence)
    {
        for (var start = 0; start < sentence.Length;)
        {
            var end = sentence.IndexOf(' ', start + 1) is var space and > 0 ? space : sentence.Length;
            yield return sentence[start..end];
            start = end;
        }
    }

    [GeneratedRegex(@"\s*\S.*?(?:[.!?…](?=\s)|$)|\s+$", RegexOptions.Singleline)]
    private static partial Regex SentenceRegex();

    private static string Count(double number, string unit)
    {
        var text = number.ToString("0.##", CultureInfo.InvariantCulture);
        return $"{text} {unit}{(text == "1" ? "" : "s")}";
    }
}

/// <summary>A part of a transcript.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">The start in seconds.</param>
/// <param name="End">The end in seconds.</param>
/// <param name="Speaker">The number of the speaker. Two speakers alternate.</param>
internal sealed record TranscriptSegment(string Text, double Start, double End, int Speaker);
