using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>Source-generated JSON metadata of the types in the <c>Models</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelListConverter.Envelope))]
[JsonSerializable(typeof(DeleteModelResponse))]
[JsonSerializable(typeof(UpdateModelRequest))]
[JsonSerializable(typeof(FineTunedModel))]
[JsonSerializable(typeof(ArchiveModelResponse))]
internal sealed partial class ModelsJson : JsonSerializerContext;
