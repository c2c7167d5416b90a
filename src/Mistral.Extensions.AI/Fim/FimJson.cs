using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Fim;

/// <summary>Source-generated JSON metadata of the types in the <c>Fim</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FimCompletionRequest))]
internal sealed partial class FimJson : JsonSerializerContext;
