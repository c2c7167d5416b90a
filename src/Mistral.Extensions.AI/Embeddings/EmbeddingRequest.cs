using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>A request to <c>/v1/embeddings</c> (<c>EmbeddingRequest</c>). What is null is not sent, and the server's default holds.</summary>
public sealed record EmbeddingRequest : IModelRequest
{
    /// <summary>The model, e.g. <c>mistral-embed</c> or <c>codestral-embed</c>. Has to be said.</summary>
    public string? Model { get; init; }

    /// <summary>The texts. Has to be said.</summary>
    [JsonConverter(typeof(StringOrListConverter))]
    public IReadOnlyList<string>? Input { get; init; }

    /// <summary>How many numbers a vector has, where the model leaves a choice: codestral-embed does (3072 at most), mistral-embed does not.</summary>
    public int? OutputDimension { get; init; }

    /// <summary><c>float</c>, <c>int8</c>, <c>uint8</c>, <c>binary</c> or <c>ubinary</c>, where the model leaves a choice.</summary>
    /// <value>The server takes null for <c>float</c>.</value>
    public string? OutputDtype { get; init; }

    /// <summary><c>float</c> for numbers, or <c>base64</c> for bytes, which are shorter and faster to read.</summary>
    /// <value>The server takes null for <c>float</c>.</value>
    public string? EncodingFormat { get; init; }

    /// <summary>Names and values of the caller's own.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Fields this version of the library does not know, sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
