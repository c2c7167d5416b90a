using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>A request to <c>/v1/chat/classifications</c> (<c>ChatClassificationRequest</c>).</summary>
public sealed record ChatClassificationRequest : IModelRequest
{
    /// <summary>
    /// The fine-tuned classifier (<c>model</c>), for example <c>ft:classifier:ministral-3b-latest:...</c>. Required.
    /// </summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The conversations (<c>input</c>). Required; at least one, each with at least one message.</summary>
    [JsonPropertyName("input")]
    public IReadOnlyList<InstructRequest>? Input { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ClassifiersJson.Default.ChatClassificationRequest);
}
