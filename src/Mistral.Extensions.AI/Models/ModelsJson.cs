using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>How the types of this room look on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // A list that comes as null is no answer, and not a surprise for whoever reads it.
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelListConverter.Envelope))]
[JsonSerializable(typeof(DeleteModelResponse))]
internal sealed partial class ModelsJson : JsonSerializerContext;
