using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// The deltas of one choice. <c>content</c> changes its shape on the way, as the API's does: lists while the model thinks
/// with empty strings between them, one list with the end of the thinking and the first of the text, then strings.
/// </summary>
internal static class ChoiceDeltas
{
    public static IEnumerable<JsonObject> Create(GeneratedChoice choice, int index) =>
        CreateDeltas(choice).Select(delta => new JsonObject
        {
            ["index"] = index,
            ["delta"] = delta.Delta,
            ["finish_reason"] = delta.FinishReason,
            ["logprobs"] = null,
        });

    private static IEnumerable<(JsonObject Delta, string? FinishReason)> CreateDeltas(GeneratedChoice choice)
    {
        yield return (new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        var words = Tokenizer.Split(choice.Text);
        if (choice.Thinking is not null)
        {
            foreach (var delta in CreateThinkingDeltas(choice.Thinking, words))
                yield return (delta, null);
            words = [.. words.Skip(1)];
        }
        foreach (var word in words)
            yield return (CreateContentDelta(word), null);
        yield return choice.ToolCalls.Count > 0 ? (CreateToolCallsDelta(choice.ToolCalls), choice.FinishReason) : (CreateContentDelta(""), choice.FinishReason);
    }

    private static IEnumerable<JsonObject> CreateThinkingDeltas(string thinking, IReadOnlyList<string> textTokens)
    {
        var thoughts = Tokenizer.Split(thinking);
        foreach (var thought in thoughts.SkipLast(1))
        {
            yield return CreateContentDelta(new JsonArray(GeneratedChoice.ThinkChunk(thought, isClosed: false)));
            yield return CreateContentDelta("");
        }
        var transition = new JsonArray(GeneratedChoice.ThinkChunk(thoughts[^1], isClosed: true));
        if (textTokens.Count > 0)
            transition.Add(GeneratedChoice.TextChunk(textTokens[0]));
        yield return CreateContentDelta(transition);
    }

    private static JsonObject CreateContentDelta(JsonNode content) => new() { ["content"] = content };

    /// <summary>The hosted API sends each call whole, all of them in one chunk.</summary>
    private static JsonObject CreateToolCallsDelta(IReadOnlyList<ToolCall> toolCalls) => new()
    {
        ["content"] = null,
        ["tool_calls"] = new JsonArray([.. toolCalls.Select((call, number) => call.ToJson(number))]),
    };
}
