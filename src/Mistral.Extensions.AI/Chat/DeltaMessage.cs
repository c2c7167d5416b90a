using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The new part of a message in a stream, or one of several messages of a response (<c>DeltaMessage</c>).</summary>
public sealed record DeltaMessage
{
    /// <summary>
    /// The role (<c>role</c>): <c>assistant</c>, or <c>tool</c> for the result of a tool that Mistral executed. Often set only in the
    /// first chunk.
    /// </summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>The new content (<c>content</c>), a string or a list of chunks. The form may change within one stream.</summary>
    [Content]
    [JsonPropertyName("content")]
    public MessageContent? Content { get; init; }

    /// <summary>The tool calls (<c>tool_calls</c>), complete or in fragments.</summary>
    [Content]
    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>The ID of the tool call that this message is the result of (<c>tool_call_id</c>).</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }

    /// <summary>
    /// The zero-based index of the message that this delta belongs to (<c>index</c>), if the response has several messages.
    /// </summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    /// <summary>Metadata of the message (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>
    /// The call of each item of <see cref="ToolCalls"/> that is not null, in their order; null if the delta was not read by a chat client.
    /// </summary>
    [JsonIgnore]
    internal IReadOnlyList<IStreamedToolCall>? StreamedCalls { get; set; }

    /// <summary>Whether the delta does not continue the message. Some servers send the reasoning in additional properties.</summary>
    internal bool IsEmpty =>
        Content is null or { IsEmpty: true } && ToolCalls is not { Count: > 0 } && AdditionalProperties is not { Count: > 0 };
}
