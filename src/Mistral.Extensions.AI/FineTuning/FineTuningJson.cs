using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>Source-generated JSON metadata of the types in the <c>FineTuning</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateFineTuningJobRequest))]
[JsonSerializable(typeof(FineTuningJob))]
[JsonSerializable(typeof(JobMetadata))]
[JsonSerializable(typeof(ListFineTuningJobsResponse))]
[JsonSerializable(typeof(ListFineTuningJobsRequest))]
internal sealed partial class FineTuningJson : JsonSerializerContext;
