using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>Source-generated JSON metadata of the types in the <c>Ocr</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OcrRequest))]
[JsonSerializable(typeof(OcrResponse))]
internal sealed partial class OcrJson : JsonSerializerContext;
