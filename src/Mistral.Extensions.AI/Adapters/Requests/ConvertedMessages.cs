using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Remembers the messages of the API that were converted to a <see cref="ChatMessage"/>. Such a message is sent back as it was, unless the
/// application changed the <see cref="ChatMessage"/>: the change, for example the removal of personal data, must be sent.
/// </summary>
internal static class ConvertedMessages
{
    // The values of the contents of each message after its conversion.
    private static readonly ConditionalWeakTable<Message, object?[]> Values = new();

    internal static void Add(Message original, ChatMessage converted) => Values.GetValue(original, _ => [.. GetValues(converted)]);

    /// <summary>Whether a message was converted, so that the contents of the <see cref="ChatMessage"/> are its contents.</summary>
    internal static bool Contains(Message message) => Values.TryGetValue(message, out _);

    /// <summary>Whether a <see cref="ChatMessage"/> was changed after its conversion.</summary>
    /// <param name="message">The message.</param>
    /// <param name="original">Its raw representation. False if it is not from a conversion.</param>
    internal static bool IsChanged(ChatMessage message, Message original) =>
        Values.TryGetValue(original, out var values) && !values.SequenceEqual(GetValues(message));

    private static IEnumerable<object?> GetValues(ChatMessage message)
    {
        var prefix = AdditionalPropertyReader.From(message.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Prefix);
        return [message.Role, message.AuthorName, prefix, .. message.Contents.SelectMany(GetValues)];
    }

    // Only values that can be changed; the other contents are the same if they are the same object.
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
