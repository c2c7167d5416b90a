using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Converters;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

// The namespace of the converted types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that convert chat requests between Microsoft.Extensions.AI and the Mistral API, as the chat client of
/// <see cref="MistralClientExtensions.AsIChatClient"/> does. <c>docs/converter-changes.md</c> lists what cannot be converted.
/// </summary>
public static class MistralChatRequestExtensions
{
    /// <summary>
    /// Creates the request that the chat client of <see cref="MistralClientExtensions.AsIChatClient"/> sends for messages and options.
    /// </summary>
    /// <param name="messages">The messages. They are not changed.</param>
    /// <param name="options">
    /// The options. <see cref="ChatOptions.RawRepresentationFactory"/> gets a chat client that has metadata but cannot send requests.
    /// </param>
    /// <param name="defaultModelId">The model if <see cref="ChatOptions.ModelId"/> is not set.</param>
    /// <param name="rules">
    /// The rules, such as <see cref="MistralClientOptions.ChatRules"/>; null for the default values of <see cref="ChatRules"/>.
    /// </param>
    /// <param name="logger">The logger for options and contents that are ignored; null for none.</param>
    /// <returns>
    /// The request. <see cref="ChatCompletionRequest.Model"/> is null if no model was specified, and
    /// <see cref="ChatCompletionRequest.Stream"/> is null: the methods of <see cref="ChatApi"/> set it. The request is validated when it is
    /// sent.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="defaultModelId"/> is empty or white space, or a message or an option is invalid.
    /// </exception>
    /// <exception cref="NotSupportedException">The API does not accept a content, a tool or the response format.</exception>
    public static ChatCompletionRequest ToChatCompletionRequest(
        this IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        string? defaultModelId = null,
        ChatRules? rules = null,
        ILogger? logger = null)
    {
        if (messages is null)
            throw new ArgumentNullException(nameof(messages));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
        {
            throw new ArgumentException(
                "The model ID is empty. Pass one, such as \"mistral-small-latest\", or pass null and set ChatOptions.ModelId.",
                nameof(defaultModelId));
        }

        return RequestConverter.ToRequest(messages, options, defaultModelId, rules ?? new(), logger ?? NullLogger.Instance);
    }

    /// <summary>
    /// Converts messages to those that the chat client of <see cref="MistralClientExtensions.AsIChatClient"/> sends.
    /// </summary>
    /// <param name="messages">The messages. They are not changed.</param>
    /// <param name="rules">
    /// The rules, such as <see cref="MistralClientOptions.ChatRules"/>; null for the default values of <see cref="ChatRules"/>.
    /// </param>
    /// <param name="logger">The logger for contents that are ignored; null for none.</param>
    /// <returns>
    /// The messages. The number of messages can be different, for example because each function result becomes a message.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException">A message is invalid.</exception>
    /// <exception cref="NotSupportedException">The API does not accept a content.</exception>
    public static IReadOnlyList<Message> ToMistralMessages(
        this IEnumerable<ChatMessage> messages, ChatRules? rules = null, ILogger? logger = null) => RequestConverter.ToMessages(
            messages ?? throw new ArgumentNullException(nameof(messages)), rules ?? new(), logger ?? NullLogger.Instance);

    /// <summary>Converts messages of the API to messages of Microsoft.Extensions.AI, for a chat client of any provider.</summary>
    /// <param name="messages">The messages, for example <see cref="ChatCompletionRequest.Messages"/>.</param>
    /// <returns>
    /// One <see cref="ChatMessage"/> for each message. Its <see cref="ChatMessage.RawRepresentation"/> is the <see cref="Message"/>, which
    /// the chat client of <see cref="MistralClientExtensions.AsIChatClient"/> sends, unless the <see cref="ChatMessage"/> is changed.
    /// </returns>
    /// <remarks>
    /// Messages with the role <c>developer</c>, which Mistral's API does not have, are sent with the role <c>system</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="messages"/> contains null.</exception>
    public static IList<ChatMessage> ToChatMessages(this IEnumerable<Message> messages) =>
        [.. (messages ?? throw new ArgumentNullException(nameof(messages))).Select(ChatMessageMapping.ToChatMessage)];

    /// <summary>
    /// Converts the options of a request for a chat client of any provider. The messages are converted by <see cref="ToChatMessages"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// The options. Fields that only Mistral has are in <see cref="ChatOptions.AdditionalProperties"/>. Fields of
    /// <see cref="ChatCompletionRequest.AdditionalProperties"/>, and a response format of an unknown type, are in the request that
    /// <see cref="ChatOptions.RawRepresentationFactory"/> returns. Both are read by the chat client of
    /// <see cref="MistralClientExtensions.AsIChatClient"/>, and ignored by those of other providers.
    /// </returns>
    /// <remarks>
    /// System messages are converted by <see cref="ToChatMessages"/>, so <see cref="ChatOptions.Instructions"/> is null.
    /// <see cref="ChatCompletionRequest.Stream"/> is not converted: if it is true, call
    /// <see cref="IChatClient.GetStreamingResponseAsync"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static ChatOptions ToChatOptions(this ChatCompletionRequest request) =>
        ChatOptionsMapping.ToChatOptions(request ?? throw new ArgumentNullException(nameof(request)));

    /// <summary>
    /// Converts a tool to a tool of the API. <see cref="MistralClientExtensions.AsAITool"/> converts it back.
    /// </summary>
    /// <param name="tool">The tool: a function, one of the hosted tools, or the result of <c>AsAITool</c>.</param>
    /// <returns>
    /// The tool. <see cref="WebSearchTool"/> and <see cref="CodeInterpreterTool"/> are available only in the Conversations API.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="tool"/> is null.</exception>
    /// <exception cref="ArgumentException">The JSON schema of the function is invalid.</exception>
    /// <exception cref="NotSupportedException">The API has no such tool, or does not support one of its settings.</exception>
    public static Tool ToMistralTool(this AITool tool) => RequestConverter.Copy(
        (tool ?? throw new ArgumentNullException(nameof(tool))).ToTool(strictByDefault: null, isConversation: true, NullLogger.Instance));

    /// <summary>Converts a tool mode to a tool choice of the API.</summary>
    /// <param name="mode">The tool mode.</param>
    /// <param name="rules">
    /// The rules, whose <see cref="ChatRules.RequiredToolChoice"/> is the value for <see cref="ChatToolMode.RequireAny"/>; null for
    /// <c>any</c>.
    /// </param>
    /// <returns>The tool choice.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    public static ToolChoice ToToolChoice(this ChatToolMode mode, ChatRules? rules = null) =>
        ToolChoiceMapping.ToToolChoice(mode ?? throw new ArgumentNullException(nameof(mode)), value: null, rules ?? new())!;

    /// <summary>Converts a tool choice of the API to a tool mode.</summary>
    /// <param name="choice">The tool choice.</param>
    /// <returns>
    /// The tool mode. <see cref="ToolChoice.Any"/> and <see cref="ToolChoice.Required"/> become <see cref="ChatToolMode.RequireAny"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="choice"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The value of the tool choice is not known. <see cref="ToChatOptions"/> preserves such a value.
    /// </exception>
    public static ChatToolMode ToChatToolMode(this ToolChoice choice) =>
        ToolChoiceMapping.ToChatToolMode(choice ?? throw new ArgumentNullException(nameof(choice)))
        ?? throw new NotSupportedException(
            $"The tool choice \"{choice.Mode}\" has no tool mode. Set it as ChatOptions.AdditionalProperties[\"tool_choice\"].");

    /// <summary>
    /// Converts a response format of the API. <see cref="MistralClientExtensions.ToResponseFormat"/> converts it back without changes.
    /// </summary>
    /// <param name="format">The response format.</param>
    /// <returns>
    /// The response format. It has no property for <see cref="JsonSchema.Strict"/>, but is converted back with the same value.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="format"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// The type of the format is not known, or the type is <c>json_schema</c> and there is no schema.
    /// </exception>
    public static ChatResponseFormat ToChatResponseFormat(this ResponseFormat format) =>
        ConvertedResponseFormats.ToChatResponseFormat(format ?? throw new ArgumentNullException(nameof(format)))
        ?? throw new NotSupportedException(
            $"The response format \"{format.Type}\" cannot be converted. Use text, json_object, or json_schema with a schema, or set "
            + "ResponseFormat of the request in ChatOptions.RawRepresentationFactory.");
}
