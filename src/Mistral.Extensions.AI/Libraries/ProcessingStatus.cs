using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The status of the processing of a document (<c>ProcessingStatus</c>).</summary>
public sealed record ProcessingStatus : IApiResponse
{
    /// <summary>The ID of the document (<c>document_id</c>).</summary>
    [JsonPropertyName("document_id")]
    public string? DocumentId { get; init; }

    /// <summary>
    /// The status (<c>process_status</c>). The document waits or is processed: <c>todo</c>, <c>waiting_for_capacity</c> or
    /// <c>in_progress</c>. The processing has ended: <c>done</c>, <c>error</c>, <c>missing_content</c>, <c>noop</c> or
    /// <c>self_managed</c>. Other values are preserved.
    /// </summary>
    [JsonPropertyName("process_status")]
    public string? ProcessStatus { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => ProcessStatus is not null;
}
