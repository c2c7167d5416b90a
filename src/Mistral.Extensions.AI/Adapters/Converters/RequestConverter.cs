using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Converters;

/// <summary>Converts messages and options to requests as <see cref="MistralChatClient"/> does, without a client.</summary>
internal static class RequestConverter
{
    internal static ChatCompletionRequest ToRequest(
        IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModelId, ChatRules rules, ILogger logger)
    {
        var raw = options?.RawRepresentationFactory?.Invoke(new UnconnectedChatClient(defaultModelId));
        var ignoredOptions = IgnoredOptions.ForChatOptions(logger);
        ignoredOptions.LogRawRequest(raw);
        ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        var request = ChatRequestMapping.ToChatCompletionRequest(
            messages, options, raw as ChatCompletionRequest, defaultModelId, stream: false, rules, logger);
        return request with { Messages = Copy(request.Messages!), Tools = request.Tools?.Select(Copy).ToList() };
    }

    internal static IReadOnlyList<Message> ToMessages(IEnumerable<ChatMessage> messages, ChatRules rules, ILogger logger) => Copy(
        ConversationMapping.ToMessages(messages, options: null, raw: null, needsJson: false, stream: false, rules, logger));

    /// <summary>Copies a tool that was created from a function: such tools are cached, and a caller could change the cached tool.</summary>
    internal static Tool Copy(Tool tool) => tool is FunctionTool { Function.HasTransformedParameters: true } function
        ? function with { Function = function.Function with { } }
        : tool;

    // Plain messages are copied, because their memory is pooled: the chat client reuses it after the request was sent.
    private static IReadOnlyList<Message> Copy(IReadOnlyList<Message> messages)
    {
        if (messages is not PlainMessages plain)
            return messages;

        List<Message> copy = [.. plain];
        plain.Release();
        return copy;
    }
}
