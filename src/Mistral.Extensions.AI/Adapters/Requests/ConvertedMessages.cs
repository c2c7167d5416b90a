using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Stores which messages of the API were converted to a <see cref="ChatMessage"/>. Such a message is sent unchanged, unless the application
/// changed the <see cref="ChatMessage"/>: then the change, for example the removal of personal data, must be sent.
/// </summary>
internal static class ConvertedMessages
{
    // The values of each ChatMessage directly after its conversion, to detect later changes. The key is the original message.
    private static readonly ConditionalWeakTable<Message, object?[]> Values = new();

    internal static void Add(Message original, ChatMessage converted) => Values.GetValue(original, _ => [.. GetValues(converted)]);

    /// <summary>Returns whether a message was converted to a <see cref="ChatMessage"/>, which then has the same contents.</summary>
    internal static bool Contains(Message message) => Values.TryGetValue(message, out _);

    /// <summary>Returns whether a <see cref="ChatMessage"/> was converted from a message of the API and changed afterwards.</summary>
    /// <param name="message">The message.</param>
    /// <param name="original">The raw representation of the message.</param>
    internal static bool IsChanged(ChatMessage message, Message original) =>
        Values.TryGetValue(original, out var values) && !values.SequenceEqual(GetValues(message));

    private static IEnumerable<object?> GetValues(ChatMessage message)
    {
        var prefix = AdditionalPropertyReader.From(message.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Prefix);
        return [message.Role, message.AuthorName, prefix, .. message.Contents.SelectMany(GetValues)];
    }

    // The values that an application can change. Contents of other types are compared by reference.
    private static IEnumerable<object?> GetValues(AIContent content) => content switch
    {
        TextContent text => [nameof(TextContent), text.Text, text.Annotations?.Count],
        TextReasoningContent reasoning =>
            [nameof(TextReasoningContent), reasoning.Text, reasoning.ProtectedData, GetProperty(reasoning, AdditionalPropertyKeys.Closed)],
        UriContent uri => [nameof(UriContent), uri.Uri, uri.MediaType, GetProperty(uri, AdditionalPropertyKeys.Detail)],
        HostedFileContent file => [nameof(HostedFileContent), file.FileId],
        DataContent data => [data, data.Name, GetProperty(data, AdditionalPropertyKeys.Detail)],
        FunctionCallContent call =>
        [
            nameof(FunctionCallContent), call.CallId, call.Name, UserJson.ToText(call.Arguments),
            GetProperty(call, AdditionalPropertyKeys.Arguments),
        ],
        FunctionResultContent result => [nameof(FunctionResultContent), result.CallId, result.Exception, .. GetResultValues(result.Result)],
        _ => [content],
    };

    private static object? GetProperty(AIContent content, string key) =>
        AdditionalPropertyReader.From(content.AdditionalProperties).GetValue(key);

    private static IEnumerable<object?> GetResultValues(object? result) =>
        result is IEnumerable<AIContent> contents ? contents.SelectMany(GetValues) : [result];
}
