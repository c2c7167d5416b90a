using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Fim;

/// <summary>How the types of this room look on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FimCompletionRequest))]
internal sealed partial class FimJson : JsonSerializerContext;
