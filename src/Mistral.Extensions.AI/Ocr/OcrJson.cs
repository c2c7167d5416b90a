using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>How the types of this room look on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A list that comes as null is no answer, and not a surprise for whoever reads it.
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OcrRequest))]
[JsonSerializable(typeof(OcrResponse))]
internal sealed partial class OcrJson : JsonSerializerContext;
