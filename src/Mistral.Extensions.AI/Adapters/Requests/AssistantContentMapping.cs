using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps the contents of an assistant message to text, thinking and reference chunks, the only chunks that the API accepts in this role.
/// Other contents of earlier responses, of Mistral or of another provider, are left out, so that every response can be sent back.
/// </summary>
internal static class AssistantContentMapping
{
    internal static List<ContentChunk> ToAssistantChunks(this List<AIContent> contents, bool replayReasoning, ILogger logger)
    {
        var chunks = new List<ContentChunk>();
        if (replayReasoning && contents.ToThinkChunk(logger) is { } thinking)
            chunks.Add(thinking);

        var text = new StringBuilder();
        foreach (var content in contents)
        {
            text.Append((content as TextContent)?.Text);
            foreach (var chunk in GetChunks(content, logger))
            {
                AddText();
                chunks.Add(chunk);
            }
        }

        AddText();
        return chunks;

        void AddText()
        {
            if (text.Length > 0)
                chunks.Add(new TextChunk(text.ToString()));
            text.Clear();
        }
    }

    /// <summary>Maps a function call. Arguments that are not valid JSON are sent as they were received.</summary>
    internal static ToolCall ToToolCall(this FunctionCallContent call)
    {
        var invalidArguments = call.Arguments is null
            ? AdditionalPropertyReader.From(call.AdditionalProperties).GetString(AdditionalPropertyKeys.Arguments)
            : null;
        return new()
        {
            Id = call.CallId,
            Type = "function",
            Function = new() { Name = call.Name, Arguments = invalidArguments ?? UserJson.ToText(call.Arguments) },
        };
    }

    /// <summary>Gets the chunks of a content other than its text.</summary>
    private static IEnumerable<ContentChunk> GetChunks(AIContent content, ILogger logger)
    {
        switch (content)
        {
            case TextContent { Annotations: { } annotations }:
                return annotations.Select(ToReferenceChunk).OfType<ReferenceChunk>();
            case TextContent or TextReasoningContent or FunctionCallContent or UsageContent or ErrorContent:
                return [];
            case { RawRepresentation: TextChunk or ReferenceChunk }:
                return [(ContentChunk)content.RawRepresentation];
            case InputRequestContent or InputResponseContent:
                throw content.ToNotSupportedException("an assistant");
            default:
                AdapterLog.ContentNotSent(logger, content.GetType(), "assistant");
                return [];
        }
    }

    /// <summary>Maps the citations of a message, without IDs that the API does not accept, such as a JSON null that it sent.</summary>
    internal static ReferenceChunk? ToReferenceChunk(AIAnnotation annotation)
    {
        var value = AdditionalPropertyReader.From(annotation.AdditionalProperties).GetValue(AdditionalPropertyKeys.ReferenceIds);
        if (value is not JsonElement { ValueKind: JsonValueKind.Array } list)
            return null;

        var ids = list.EnumerateArray().Where(IsReferenceId).ToList();
        return ids.Count > 0 ? new(ids) : null;
    }

    private static bool IsReferenceId(JsonElement id) =>
        id.ValueKind == JsonValueKind.String || id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _);
}
