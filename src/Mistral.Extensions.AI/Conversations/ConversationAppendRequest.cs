using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// A request that continues a conversation (<c>ConversationAppendRequest</c>, <c>ConversationAppendStreamRequest</c>). The model, the
/// agent, the system prompt and the tools are those of the conversation.
/// </summary>
/// <remarks>A property that is null is not sent; the API then uses the setting of the conversation or its default.</remarks>
public sealed record ConversationAppendRequest : IGenerationRequest
{
    /// <summary>
    /// The new inputs (<c>inputs</c>): the text of a user message, or entries, for example the results of function calls. Null if there are
    /// none: with <see cref="ToolConfirmations"/>, or to continue after a handoff that was not executed by the server.
    /// </summary>
    [JsonPropertyName("inputs")]
    public ConversationInputs? Inputs { get; init; }

    /// <summary>
    /// The decisions of the user about the pending calls of hosted tools (<c>tool_confirmations</c>), see
    /// <see cref="FunctionCallEntry.IsConfirmationPending"/>.
    /// </summary>
    [JsonPropertyName("tool_confirmations")]
    public IReadOnlyList<ToolCallConfirmation>? ToolConfirmations { get; init; }

    /// <summary>The generation settings (<c>completion_args</c>), instead of those of the conversation.</summary>
    [JsonPropertyName("completion_args")]
    public CompletionArgs? CompletionArgs { get; init; }

    /// <summary>
    /// Whether the API stores the new entries (<c>store</c>). If false, the conversation with them cannot be continued or read later.
    /// </summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("store")]
    public bool? Store { get; init; }

    /// <summary>
    /// Who executes a handoff to another agent (<c>handoff_execution</c>): <c>server</c>, and the response has the messages of the other
    /// agent; or <c>client</c>, and the response ends with the handoff.
    /// </summary>
    /// <value>Default: <c>server</c>.</value>
    [JsonPropertyName("handoff_execution")]
    public string? HandoffExecution { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by the methods of <see cref="ConversationsApi"/>; other values are
    /// overwritten.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    int? IGenerationRequest.MaxTokens => CompletionArgs?.MaxTokens;

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ConversationsJson.Default.ConversationAppendRequest);
}
