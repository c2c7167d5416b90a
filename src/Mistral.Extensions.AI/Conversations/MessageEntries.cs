using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>A message that is an input of a conversation (<c>MessageInputEntry</c>).</summary>
/// <param name="Content">
/// The content (<c>content</c>): text, or chunks with text, images (<see cref="ImageUrlChunk"/>), documents
/// (<see cref="DocumentUrlChunk"/>), files of hosted tools (<see cref="ToolFileChunk"/>) and reasoning (<see cref="ThinkChunk"/>).
/// </param>
public sealed record MessageInputEntry([property: Content, JsonPropertyName("content")] MessageContent Content) : ConversationEntry
{
    internal const string TypeName = "message.input";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>
    /// The role of the author (<c>role</c>): <c>user</c> or <c>assistant</c>. For a system prompt, use
    /// <see cref="ConversationRequest.Instructions"/>.
    /// </summary>
    /// <value>Default: <c>user</c>.</value>
    [JsonPropertyName("role")]
    public string? Role { get; init; } = "user";

    /// <summary>
    /// Whether the response continues the content of this message (<c>prefix</c>). Only for the last message, with the role
    /// <c>assistant</c>.
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("prefix")]
    public bool? Prefix { get; init; }
}

/// <summary>A message that the model generated (<c>MessageOutputEntry</c>).</summary>
public sealed record MessageOutputEntry : ConversationEntry
{
    internal const string TypeName = "message.output";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The role of the author (<c>role</c>): <c>assistant</c>.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>
    /// The content (<c>content</c>): text, or chunks with text, reasoning (<see cref="ThinkChunk"/>), sources
    /// (<see cref="ToolReferenceChunk"/>), generated files (<see cref="ToolFileChunk"/>), images and documents.
    /// </summary>
    [Content]
    [JsonPropertyName("content")]
    public MessageContent? Content { get; init; }

    /// <summary>The ID of the agent that generated the message (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The ID of the model that generated the message (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }
}
