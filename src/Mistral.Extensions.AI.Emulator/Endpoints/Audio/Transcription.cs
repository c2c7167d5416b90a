using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>A transcription, which is written as one JSON document or as an event stream.</summary>
/// <param name="model">The name of the model as the request specifies it.</param>
/// <param name="transcript">The text with its times.</param>
/// <param name="request">The request.</param>
internal sealed class Transcription(string model, Transcript transcript, JsonElement request)
{
    /// <summary>The <c>prompt_tokens</c> in the example of the OpenAPI description. They do not include the audio.</summary>
    private const int PromptTokens = 4;

    private readonly string[] _granularities = [.. request.FindStrings("timestamp_granularities")];

    /// <summary>The tokens of the prompt and of the text.</summary>
    public int TotalTokens => PromptTokens + CompletionTokens;

    private int CompletionTokens => Tokenizer.Count(transcript.Text);

    private string Language => request.FindString("language") ?? "en";

    /// <summary>Creates the JSON document. The last event of a stream has the same fields.</summary>
    public JsonObject ToJson() => new()
    {
        ["model"] = model,
        ["text"] = transcript.Text,
        ["language"] = Language,
        ["segments"] = new JsonArray([.. GetSegments().Select(segment => CreateSegment("transcription_segment", segment))]),
        ["usage"] = new JsonObject
        {
            ["prompt_audio_seconds"] = (int)Math.Ceiling(transcript.Seconds),
            ["prompt_tokens"] = PromptTokens,
            ["total_tokens"] = TotalTokens,
            ["completion_tokens"] = CompletionTokens,
            ["request_count"] = 1,
        },
    };

    /// <summary>Creates the events: the language, the text word by word, the requested segments, and the whole response.</summary>
    public IEnumerable<JsonObject> ToEvents()
    {
        yield return new JsonObject { ["type"] = "transcription.language", ["audio_language"] = Language };
        foreach (var token in Tokenizer.Split(transcript.Text))
            yield return new JsonObject { ["type"] = "transcription.text.delta", ["text"] = token };
        foreach (var segment in GetSegments())
            yield return CreateSegment("transcription.segment", segment);
        var done = ToJson();
        done.Insert(0, "type", "transcription.done");
        yield return done;
    }

    private IEnumerable<TranscriptSegment> GetSegments() =>
        _granularities.Length == 0 ? [] : transcript.GetSegments(words: _granularities.Contains("word"));

    private JsonObject CreateSegment(string type, TranscriptSegment segment) => new()
    {
        ["type"] = type,
        ["text"] = segment.Text,
        ["start"] = segment.Start,
        ["end"] = segment.End,
        ["speaker_id"] = request.IsTrue("diarize") ? $"speaker_{segment.Speaker}" : null,
    };
}
