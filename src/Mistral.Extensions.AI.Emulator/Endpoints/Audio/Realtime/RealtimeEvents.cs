using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>Creates the events of the text of a session: the language, the text, the segments, and the end.</summary>
/// <param name="model">The name of the model as the request specifies it.</param>
/// <param name="transcript">The text.</param>
internal sealed class RealtimeEvents(string model, RealtimeTranscript transcript)
{
    private const string Language = "en";

    /// <summary>The <c>prompt_tokens</c> of transcriptions. They do not include the audio.</summary>
    private const int PromptTokens = 4;

    private readonly List<TranscriptSegment> _segments = [];
    private bool _hasLanguage;

    /// <summary>Creates the events of new text: each word, and the segments that are complete because another one follows.</summary>
    public IEnumerable<JsonObject> CreateTextEvents(string text)
    {
        if (text.Length == 0)
            yield break;
        if (!_hasLanguage)
            yield return new JsonObject { ["type"] = "transcription.language", ["audio_language"] = Language };
        _hasLanguage = true;
        foreach (var word in Tokenizer.Split(text))
            yield return new JsonObject { ["type"] = "transcription.text.delta", ["text"] = word };
        if (!transcript.IsSpeech)
            yield break;
        var sentences = Transcript.FromText(transcript.Text, transcript.Seconds).Sentences;
        foreach (var sentence in sentences.SkipLast(1).Skip(_segments.Count))
            yield return AddSegment(sentence, transcript.GetTime(string.Concat(_segments.Select(segment => segment.Text)) + sentence));
    }

    /// <summary>Creates the events after the last text: the other segments, and the end with the whole text.</summary>
    public IEnumerable<JsonObject> CreateLastEvents()
    {
        var seconds = transcript.Seconds;
        if (transcript.IsSpeech)
        {
            foreach (var sentence in Transcript.FromText(transcript.Text, seconds).Sentences.Skip(_segments.Count))
                yield return AddSegment(sentence, Math.Round(seconds, 2));
        }
        else if (seconds > 0)
        {
            foreach (var segment in transcript.Describe().GetSegments(words: false))
                yield return AddSegment(segment.Text, segment.End);
        }
        yield return CreateDone();
    }

    private JsonObject AddSegment(string text, double end)
    {
        var segment = new TranscriptSegment(text, _segments.LastOrDefault()?.End ?? 0, end, Speaker: 0);
        _segments.Add(segment);
        return CreateSegment("transcription.segment", segment);
    }

    private JsonObject CreateDone()
    {
        var tokens = Tokenizer.Count(transcript.Text);
        return new JsonObject
        {
            ["type"] = "transcription.done",
            ["model"] = model,
            ["text"] = transcript.Text,
            ["language"] = _hasLanguage ? Language : null,
            ["segments"] = new JsonArray([.. _segments.Select(segment => CreateSegment("transcription_segment", segment))]),
            ["usage"] = new JsonObject
            {
                ["prompt_audio_seconds"] = (int)Math.Ceiling(transcript.Seconds),
                ["prompt_tokens"] = PromptTokens,
                ["total_tokens"] = PromptTokens + tokens,
                ["completion_tokens"] = tokens,
            },
        };
    }

    private static JsonObject CreateSegment(string type, TranscriptSegment segment) => new()
    {
        ["type"] = type,
        ["text"] = segment.Text,
        ["start"] = segment.Start,
        ["end"] = segment.End,
        ["speaker_id"] = null,
    };
}
