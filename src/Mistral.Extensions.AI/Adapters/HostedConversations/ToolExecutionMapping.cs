using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Maps the execution of a hosted tool to a call and its result. The entry is the raw representation of the result only, so that it is sent
/// back once.
/// </summary>
internal static class ToolExecutionMapping
{
    internal static void AddTo(List<AIContent> contents, ToolExecutionEntry execution)
    {
        var id = execution.Id ?? "";
        var arguments = Parse(execution.Arguments);
        (AIContent Call, ToolResultContent Result) pair = execution.Name switch
        {
            "web_search" or "web_search_premium" => (
                new WebSearchToolCallContent(id) { Queries = arguments.FindText("query") is { } query ? [query] : null },
                new WebSearchToolResultContent(id) { Outputs = GetOutputs(execution) }),
            "code_interpreter" => (
                new CodeInterpreterToolCallContent(id) { Inputs = ToTexts(arguments.FindText("code") ?? execution.Info.FindText("code")) },
                new CodeInterpreterToolResultContent(id)
                {
                    Outputs = ToTexts(execution.Info.FindText("code_output")) ?? GetOutputs(execution),
                }),
            "image_generation" => (
                new ImageGenerationToolCallContent(id),
                new ImageGenerationToolResultContent(id) { Outputs = GetOutputs(execution) }),
            _ => (
                ToConnectorCall(id, execution.Name, execution.Arguments),
                new McpServerToolResultContent(id) { Outputs = GetOutputs(execution) }),
        };
        pair.Result.RawRepresentation = execution;
        contents.Add(pair.Call);
        contents.Add(pair.Result);
    }

    /// <summary>Maps the call of a connector or a library.</summary>
    internal static McpServerToolCallContent ToConnectorCall(string id, string? name, string? arguments) =>
        new(id, name ?? "", serverName: null) { Arguments = ToolCallMapping.ToContent(id, name, arguments ?? "", null).Arguments };

    /// <summary>Gets the information of a tool that has no property of its own, as JSON.</summary>
    private static IList<AIContent>? GetOutputs(ToolExecutionEntry execution) => execution.Info is { Count: > 0 } info
        ? ToTexts(info.Count == 1 && info.FindText("result") is { } result ? result : UserJson.ToText(ToJson(info)))
        : null;

    private static JsonElement ToJson(IReadOnlyDictionary<string, JsonElement> info) =>
        JsonSerializer.SerializeToElement(info, ConversationsJson.Default.IReadOnlyDictionaryStringJsonElement);

    private static List<AIContent>? ToTexts(string? text) => text is null ? null : [new TextContent(text)];

    private static IReadOnlyDictionary<string, JsonElement>? Parse(string? arguments)
    {
        try
        {
            return arguments is null
                ? null
                : JsonSerializer.Deserialize(arguments, ConversationsJson.Default.IReadOnlyDictionaryStringJsonElement);
        }
        catch (JsonException)
        {
            // The arguments of a hosted tool are only information. The raw entry has them as they were received.
            return null;
        }
    }
}
