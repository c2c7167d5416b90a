using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Http;

/// <summary>Source-generated JSON metadata of the types in the <c>Http</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmptyResponse))]
internal sealed partial class HttpJson : JsonSerializerContext;
