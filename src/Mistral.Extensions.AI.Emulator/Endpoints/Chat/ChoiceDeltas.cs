using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// Creates the deltas of one choice. As in the API, the type of <c>content</c> changes within a stream: lists of thinking chunks
/// alternate with empty strings, one list has the last thinking chunk and the first text chunk, and strings follow.
/// </summary>
internal static class ChoiceDeltas
{
    /// <summary>Creates the <c>choices</c> elements of the chunks of one choice, in order.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="index">The index of the choice.</param>
    /// <param name="textInLastDelta">Whether the last delta has the last text, instead of an empty text.</param>
    public static IEnumerable<JsonObject> Create(GeneratedChoice choice, int index, bool textInLastDelta) =>
        CreateDeltas(choice, textInLastDelta).Select(delta => new JsonObject
        {
            ["index"] = index,
            ["delta"] = delta.Delta,
            ["finish_reason"] = delta.FinishReason,
        });

    private static IEnumerable<(JsonObject Delta, string? FinishReason)> CreateDeltas(GeneratedChoice choice, bool textInLastDelta)
    {
        yield return (new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        var tokens = choice.TextChunks ?? Tokenizer.Split(choice.Text);
        if (choice.Thinking is not null)
        {
            foreach (var delta in CreateThinkingDeltas(choice.Thinking, tokens))
                yield return (delta, null);
            tokens = [.. tokens.Skip(1)];
        }
        var lastToken = textInLastDelta && choice.ToolCalls.Count == 0 && tokens.Count > 0 ? tokens[^1] : null;
        foreach (var token in lastToken is null ? tokens : tokens.SkipLast(1))
            yield return (CreateContentDelta(token), null);
        var last = choice.ToolCalls.Count > 0 ? CreateToolCallsDelta(choice.ToolCalls) : CreateContentDelta(lastToken ?? "");
        yield return (last, choice.FinishReason);
    }

    private static IEnumerable<JsonObject> CreateThinkingDeltas(string thinking, IReadOnlyList<string> textTokens)
    {
        var thinkingTokens = Tokenizer.Split(thinking);
        foreach (var token in thinkingTokens.SkipLast(1))
        {
            yield return CreateContentDelta(new JsonArray(MessageJson.CreateThinkChunk(token, isClosed: false)));
            yield return CreateContentDelta("");
        }
        var transition = new JsonArray(MessageJson.CreateThinkChunk(thinkingTokens[^1], isClosed: true));
        if (textTokens.Count > 0)
            transition.Add((JsonNode)MessageJson.CreateTextChunk(textTokens[0]));
        yield return CreateContentDelta(transition);
    }

    private static JsonObject CreateContentDelta(JsonNode content) => new() { ["content"] = content };

    /// <summary>Creates a delta with all tool calls. The hosted API sends every tool call complete, and all of them in one chunk.</summary>
    private static JsonObject CreateToolCallsDelta(IReadOnlyList<ToolCall> toolCalls) => new()
    {
        ["content"] = null,
        ["tool_calls"] = MessageJson.CreateToolCalls(toolCalls),
    };
}
