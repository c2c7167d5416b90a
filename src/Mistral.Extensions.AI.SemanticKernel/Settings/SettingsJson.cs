using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>The source-generated JSON type info of the setting values that have the API's own JSON shape.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<GuardrailConfig>))]
[JsonSerializable(typeof(ResponseFormat))]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class SettingsJson : JsonSerializerContext;
