using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// Creates the <c>choices</c> elements of the chunks of a stream. As in the API, the type of <c>content</c> changes within a stream: lists
/// of thinking chunks alternate with empty strings, one list has the last thinking chunk and the first text chunk, and strings follow.
/// </summary>
internal static class ChoiceDeltas
{
    /// <summary>Creates the first element of a choice.</summary>
    public static JsonObject CreateRole(int index) =>
        CreateChoice(index, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finishReason: null);

    /// <summary>Creates the elements for an update; none if it has only token counts.</summary>
    public static IEnumerable<JsonObject> Create(ChoiceUpdate update)
    {
        if (update.FinishReason is not null)
        {
            var last = update.ToolCalls.Count > 0 ? CreateToolCallsDelta(update.ToolCalls) : CreateContentDelta(update.Text ?? "");
            return [CreateChoice(update.Index, last, update.FinishReason)];
        }
        return CreateContents(update).Select(content => CreateChoice(update.Index, CreateContentDelta(content), finishReason: null));
    }

    private static IEnumerable<JsonNode> CreateContents(ChoiceUpdate update)
    {
        if (update.Thinking is not null)
        {
            var chunks = new JsonArray(MessageJson.CreateThinkChunk(update.Thinking, update.ClosesThinking, update.Signature));
            if (update.Text is not null)
                chunks.Add((JsonNode)MessageJson.CreateTextChunk(update.Text));
            yield return chunks;
            if (!update.ClosesThinking)
                yield return "";
        }
        else if (update.Text is not null)
        {
            yield return update.Text;
        }
    }

    private static JsonObject CreateChoice(int index, JsonObject delta, string? finishReason) => new()
    {
        ["index"] = index,
        ["delta"] = delta,
        ["finish_reason"] = finishReason,
    };

    private static JsonObject CreateContentDelta(JsonNode content) => new() { ["content"] = content };

    /// <summary>Creates a delta with all tool calls. The hosted API sends every tool call complete, and all of them in one chunk.</summary>
    private static JsonObject CreateToolCallsDelta(IReadOnlyList<ToolCall> toolCalls) => new()
    {
        ["content"] = null,
        ["tool_calls"] = MessageJson.CreateToolCalls(toolCalls),
    };
}
