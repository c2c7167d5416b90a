using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A message, or what is new in one (<c>DeltaMessage</c>).</summary>
public sealed record DeltaMessage
{
    /// <summary>Who speaks: <c>assistant</c>, or <c>tool</c> for a tool that ran at Mistral's. Often only in the first piece.</summary>
    public string? Role { get; init; }

    /// <summary>Text or chunks; the form may change from piece to piece.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>Calls, whole or in pieces.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>Which call this is the result of.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Which message this belongs to, where the answer is several.</summary>
    public int? Index { get; init; }

    /// <summary>More about the message.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
