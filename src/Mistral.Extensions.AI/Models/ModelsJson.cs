using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>How the types of this room look on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(DeleteModelResponse))]
internal sealed partial class ModelsJson : JsonSerializerContext;
