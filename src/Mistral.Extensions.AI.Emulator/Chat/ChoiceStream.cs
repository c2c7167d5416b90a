using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>
/// The deltas of one choice. <c>content</c> changes its shape on the way, as the API's does: lists while the model thinks
/// with empty strings between them, one list with the end of the thinking and the first of the text, then strings.
/// </summary>
internal static class ChoiceStream
{
    public static IEnumerable<JsonObject> Create(Said said, int index) =>
        Deltas(said).Select(delta => new JsonObject
        {
            ["index"] = index,
            ["delta"] = delta.Delta,
            ["finish_reason"] = delta.FinishReason,
            ["logprobs"] = null,
        });

    private static IEnumerable<(JsonObject Delta, string? FinishReason)> Deltas(Said said)
    {
        yield return (new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        var words = Tokens.Split(said.Text);
        if (said.Thinking is not null)
        {
            foreach (var delta in Think(said.Thinking, words))
                yield return (delta, null);
            words = [.. words.Skip(1)];
        }
        foreach (var word in words)
            yield return (Content(word), null);
        yield return said.Calls.Count > 0 ? (CallTools(said.Calls), said.FinishReason) : (Content(""), said.FinishReason);
    }

    private static IEnumerable<JsonObject> Think(string thinking, IReadOnlyList<string> words)
    {
        var thoughts = Tokens.Split(thinking);
        foreach (var thought in thoughts.SkipLast(1))
        {
            yield return Content(new JsonArray(Said.ThinkChunk(thought, isClosed: false)));
            yield return Content("");
        }
        var transition = new JsonArray(Said.ThinkChunk(thoughts[^1], isClosed: true));
        if (words.Count > 0)
            transition.Add(Said.TextChunk(words[0]));
        yield return Content(transition);
    }

    private static JsonObject Content(JsonNode content) => new() { ["content"] = content };

    /// <summary>The hosted API sends each call whole, all of them in one chunk.</summary>
    private static JsonObject CallTools(IReadOnlyList<ToolCall> calls) => new()
    {
        ["content"] = null,
        ["tool_calls"] = new JsonArray([.. calls.Select((call, number) => call.ToJson(number))]),
    };
}
