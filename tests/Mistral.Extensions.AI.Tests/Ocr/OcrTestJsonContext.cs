using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Tests.Ocr;

/// <summary>The annotation type of the tests.</summary>
internal sealed record Invoice(string Number, double Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Invoice))]
internal sealed partial class OcrTestJsonContext : JsonSerializerContext;
