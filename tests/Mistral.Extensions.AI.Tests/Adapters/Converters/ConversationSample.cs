using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Messages and options, with a text that names all their values except raw representations.</summary>
internal sealed record ConversationSample(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    internal ConversationSample ConvertBothWays()
    {
        var request = Messages.ToChatCompletionRequest(Options, rules: new() { Normalize = false });
        return new([.. request.Messages!.ToChatMessages()], request.ToChatOptions());
    }

    internal string Describe() => new JsonObject
    {
        ["messages"] = Describe(Messages, message => new JsonObject
        {
            ["role"] = message.Role.Value,
            ["author"] = message.AuthorName,
            ["created"] = message.CreatedAt?.ToString("O"),
            ["id"] = message.MessageId,
            ["properties"] = Describe(message.AdditionalProperties),
            ["contents"] = Describe(message.Contents, Describe),
        }),
        ["options"] = new JsonObject(typeof(ChatOptions).GetProperties()
            .Select(property => KeyValuePair.Create(property.Name, Describe(property.GetValue(Options))))),
    }.ToJsonString(new() { WriteIndented = true });

    private static JsonObject Describe(AIContent content)
    {
        var description = new JsonObject
        {
            ["type"] = content.GetType().Name,
            ["properties"] = Describe(content.AdditionalProperties),
            ["annotations"] = Describe(
                content.Annotations ?? [], annotation => Describe(annotation.AdditionalProperties) ?? new JsonObject()),
        };
        string[] ignored = ["RawRepresentation", "AdditionalProperties", "Annotations", "Exception"];
        foreach (var property in content.GetType().GetProperties().Where(property => !ignored.Contains(property.Name)))
            description[property.Name] = Describe(property.GetValue(content));
        return description;
    }

    private static JsonNode? Describe(object? value) => value switch
    {
        null => null,
        AdditionalPropertiesDictionary { Count: 0 } => null,
        IDictionary<string, object?> map => new JsonObject(map.OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => KeyValuePair.Create(item.Key, Describe(item.Value)))),
        JsonElement json => JsonNode.Parse(json.GetRawText()),
        bool boolean => boolean,
        string text => text,
        IEnumerable<string> texts => Describe(texts, text => text),
        AIFunctionDeclaration function => new JsonObject
        {
            ["name"] = function.Name,
            ["isInvocable"] = function is AIFunction,
            ["schema"] = JsonNode.Parse(function.JsonSchema.GetRawText()),
        },
        IEnumerable<AITool> tools => Describe(tools, tool => Describe(tool is AIFunctionDeclaration ? tool : tool.Name)),
        AIContent content => Describe(content),
        IEnumerable<AIContent> contents => Describe(contents, Describe),
        ReasoningOptions reasoning => $"{reasoning.Effort} {reasoning.Output}",
        RequiredChatToolMode mode => $"required {mode.RequiredFunctionName}",
        ChatResponseFormatJson format => $"JSON {format.SchemaName} {format.SchemaDescription} {format.Schema}",
        _ => $"{value.GetType().Name} {value}",
    };

    private static JsonArray Describe<T>(IEnumerable<T> items, Func<T, JsonNode?> describe) => [.. items.Select(describe)];
}
