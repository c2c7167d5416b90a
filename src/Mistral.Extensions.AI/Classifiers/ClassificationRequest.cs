using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>A request to <c>/v1/moderations</c> or <c>/v1/classifications</c> (<c>ClassificationRequest</c>).</summary>
public sealed record ClassificationRequest : IModelRequest
{
    /// <summary>
    /// The model (<c>model</c>): for moderation <c>mistral-moderation-latest</c>, for classification a fine-tuned classifier, such as
    /// <c>ft:classifier:ministral-3b-latest:...</c>. Required.
    /// </summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The texts (<c>input</c>). Required; at least one text, and none may be empty.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    [JsonPropertyName("input")]
    public IReadOnlyList<string>? Input { get; init; }

    /// <summary>Custom keys and values that are attached to the request (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ClassifiersJson.Default.ClassificationRequest);
}
