using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>Source-generated JSON metadata of the types in the <c>Embeddings</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingResponse))]
internal sealed partial class EmbeddingsJson : JsonSerializerContext;
