using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Agents;

/// <summary>Source-generated JSON metadata of the types in the <c>Agents</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AgentsCompletionRequest))]
internal sealed partial class AgentsJson : JsonSerializerContext;
