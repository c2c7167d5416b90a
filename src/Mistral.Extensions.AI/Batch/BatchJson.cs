using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Source-generated JSON metadata of the types in the <c>Batch</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateBatchJobRequest))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchJob))]
[JsonSerializable(typeof(ListBatchJobsResponse))]
[JsonSerializable(typeof(DeleteBatchJobResponse))]
[JsonSerializable(typeof(BatchResultLine))]
[JsonSerializable(typeof(ListBatchJobsRequest))]
internal sealed partial class BatchJson : JsonSerializerContext;
