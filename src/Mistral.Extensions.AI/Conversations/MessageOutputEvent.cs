using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>A part of a message that the model generates (<c>MessageOutputEvent</c>).</summary>
public sealed record MessageOutputEvent : ConversationEvent
{
    internal const string TypeName = "message.output.delta";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the message (<c>id</c>), the same in all its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The zero-based index of the chunk in the content of the message (<c>content_index</c>).</summary>
    [JsonPropertyName("content_index")]
    public int? ContentIndex { get; init; }

    /// <summary>
    /// The new part of the content (<c>content</c>): text, or one chunk with reasoning (<see cref="ThinkChunk"/>), a source
    /// (<see cref="ToolReferenceChunk"/>), a generated file (<see cref="ToolFileChunk"/>), an image or a document. Every
    /// <see cref="ThinkChunk"/> may be closed, also if the reasoning continues.
    /// </summary>
    [Content]
    [JsonPropertyName("content")]
    public MessageContent? Content { get; init; }

    /// <summary>The role of the author (<c>role</c>): <c>assistant</c>.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>The ID of the model that generates the message (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent that generates the message (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    private protected override bool ContinuesResponse => Content is { IsEmpty: false };
}
