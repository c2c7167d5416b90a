using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The schemas of the requests to the batch endpoints.</summary>
internal static class BatchSchemas
{
    private const int MaxInlineRequests = 10_000;

    /// <summary>The parameters of the list. All other parameters are metadata.</summary>
    private static readonly Field[] ListFields =
    [
        Optional("page", Integer(min: 0)),
        Optional("page_size", Integer(min: 1)),
        Optional("model", StringValue),
        Optional("agent_id", StringValue),
        Optional("metadata", StringValue),
        Optional("created_after", ValueSchema.DateTime),
        Optional("created_by_me", BooleanValue),
        Optional("status", ListOf(EnumOf(
            BatchJobStatus.Queued, BatchJobStatus.Running, BatchJobStatus.Success, BatchJobStatus.Failed, BatchJobStatus.TimeoutExceeded,
            BatchJobStatus.CancellationRequested, BatchJobStatus.Cancelled))),
        Optional("order_by", EnumOf("created", "-created")),
    ];

    /// <summary>The schema of the body that creates a job: <c>CreateBatchJobRequest</c> in the OpenAPI description.</summary>
    public static readonly ValueSchema Create = new ObjectSchema("CreateBatchJobRequest",
        Optional("input_files", ListOf(Uuid).OrNull),
        Optional("requests", ListOf(
            new ObjectSchema("BatchRequest", Optional("custom_id", StringValue.OrNull), Required("body", AnyObject)),
            maxItems: MaxInlineRequests).OrNull),
        Required("endpoint", EnumOf(
            "/v1/chat/completions", "/v1/embeddings", "/v1/fim/completions", "/v1/moderations", "/v1/chat/moderations", "/v1/ocr",
            "/v1/classifications", "/v1/chat/classifications", "/v1/conversations", "/v1/audio/transcriptions")),
        Optional("model", StringValue.OrNull),
        Optional("agent_id", StringValue.OrNull),
        Optional("metadata", new MapSchema(new TextSchema(1, 32), new TextSchema(1, 512)).OrNull),
        Optional("timeout_hours", Integer(min: 1, max: 168)));

    /// <summary>The schema of a line of an input file. Many clients write the lines of OpenAI's API, which have more fields.</summary>
    public static readonly ValueSchema Line = ObjectSchema.AllowingUnknownFields("BatchRequest",
        Optional("custom_id", StringValue.OrNull),
        Required("body", AnyObject));

    /// <summary>The schema of the parameters of the list.</summary>
    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListBatchJobs", ListFields);

    /// <summary>The schema of the parameters of a job.</summary>
    public static readonly ValueSchema Get = ObjectSchema.AllowingUnknownFields("GetBatchJob", Optional("inline", BooleanValue));

    /// <summary>Whether a parameter of the list is a metadata key: https://docs.mistral.ai/capabilities/batch.</summary>
    public static bool IsMetadataKey(string name) => !ListFields.Any(field => field.Name == name);
}
