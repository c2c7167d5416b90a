using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>A conversation to classify (<c>InstructRequest</c>).</summary>
public sealed record InstructRequest
{
    /// <summary>The messages (<c>messages</c>). Required; at least one.</summary>
    [JsonPropertyName("messages")]
    public IReadOnlyList<Message>? Messages { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
