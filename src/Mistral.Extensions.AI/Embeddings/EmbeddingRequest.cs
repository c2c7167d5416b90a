using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>A request to <c>/v1/embeddings</c> (<c>EmbeddingRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record EmbeddingRequest : IModelRequest
{
    /// <summary>The model (<c>model</c>), for example <c>mistral-embed</c> or <c>codestral-embed</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The texts to embed (<c>input</c>). Required; at least one text, and none may be empty.</summary>
    /// <remarks>
    /// One request accepts up to 256 texts and about 16,000 tokens. <c>AsIEmbeddingGenerator</c> splits longer lists into several requests.
    /// </remarks>
    [JsonConverter(typeof(StringOrListConverter))]
    [JsonPropertyName("input")]
    public IReadOnlyList<string>? Input { get; init; }

    /// <summary>The number of dimensions of each embedding (<c>output_dimension</c>), 1 or more.</summary>
    /// <remarks>
    /// Only some models support it: <c>codestral-embed</c> accepts 1 to 3072 (default: 1536). <c>mistral-embed</c> always returns 1024.
    /// </remarks>
    [JsonPropertyName("output_dimension")]
    public int? OutputDimension { get; init; }

    /// <summary>
    /// The data type of the embeddings (<c>output_dtype</c>): <c>float</c>, <c>int8</c>, <c>uint8</c>, <c>binary</c> or <c>ubinary</c>.
    /// </summary>
    /// <value>Default: <c>float</c>.</value>
    /// <remarks>
    /// Only some models support other types than <c>float</c>; <c>codestral-embed</c> does. <c>binary</c> and <c>ubinary</c> pack eight
    /// dimensions into one signed or unsigned byte.
    /// </remarks>
    [JsonPropertyName("output_dtype")]
    public string? OutputDtype { get; init; }

    /// <summary>
    /// The format of the embeddings in the response (<c>encoding_format</c>): <c>float</c> for JSON numbers, or <c>base64</c> for encoded
    /// bytes, which are smaller and faster to read.
    /// </summary>
    /// <value>Default: <c>float</c>.</value>
    [JsonPropertyName("encoding_format")]
    public string? EncodingFormat { get; init; }

    /// <summary>Custom keys and values that are attached to the request (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, EmbeddingsJson.Default.EmbeddingRequest);
}
