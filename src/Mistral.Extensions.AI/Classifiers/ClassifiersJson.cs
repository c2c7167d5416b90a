using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>Source-generated JSON metadata of the types in the <c>Classifiers</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ClassificationRequest))]
[JsonSerializable(typeof(ChatModerationRequest))]
[JsonSerializable(typeof(ChatClassificationRequest))]
[JsonSerializable(typeof(ModerationResponse))]
[JsonSerializable(typeof(ClassificationResponse))]
internal sealed partial class ClassifiersJson : JsonSerializerContext;
