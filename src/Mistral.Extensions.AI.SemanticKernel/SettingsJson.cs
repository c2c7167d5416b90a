using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>The settings as JSON, and what of them has the API's shape.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MistralPromptExecutionSettings))]
[JsonSerializable(typeof(PromptExecutionSettings))]
[JsonSerializable(typeof(List<GuardrailConfig>))]
[JsonSerializable(typeof(ResponseFormat))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
internal sealed partial class SettingsJson : JsonSerializerContext;
