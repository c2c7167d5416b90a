using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A document in a library (<c>Document</c>).</summary>
public sealed record Document : IApiResponse
{
    /// <summary>The ID of the document, a UUID (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The ID of the library (<c>library_id</c>).</summary>
    [JsonPropertyName("library_id")]
    public string? LibraryId { get; init; }

    /// <summary>The hash of the content (<c>hash</c>).</summary>
    [JsonPropertyName("hash")]
    public string? Hash { get; init; }

    /// <summary>The media type (<c>mime_type</c>).</summary>
    [JsonPropertyName("mime_type")]
    public string? MimeType { get; init; }

    /// <summary>The file name extension (<c>extension</c>), for example <c>pdf</c>.</summary>
    [JsonPropertyName("extension")]
    public string? Extension { get; init; }

    /// <summary>The size in bytes (<c>size</c>).</summary>
    [JsonPropertyName("size")]
    public long? Size { get; init; }

    /// <summary>The name of the document (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The summary that Mistral generated (<c>summary</c>).</summary>
    [JsonPropertyName("summary")]
    public string? Summary { get; init; }

    /// <summary>The time of the upload (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time when the document was last processed (<c>last_processed_at</c>).</summary>
    [JsonPropertyName("last_processed_at")]
    public DateTimeOffset? LastProcessedAt { get; init; }

    /// <summary>The number of pages (<c>number_of_pages</c>).</summary>
    [JsonPropertyName("number_of_pages")]
    public int? NumberOfPages { get; init; }

    /// <summary>
    /// The status of the processing (<c>process_status</c>), see <see cref="ProcessingStatus.ProcessStatus"/>. Conversations find the text
    /// of a document if it is <c>done</c>.
    /// </summary>
    [JsonPropertyName("process_status")]
    public string? ProcessStatus { get; init; }

    /// <summary>The ID of the user or workspace that uploaded the document (<c>uploaded_by_id</c>).</summary>
    [JsonPropertyName("uploaded_by_id")]
    public string? UploadedById { get; init; }

    /// <summary>The type of the entity that uploaded the document (<c>uploaded_by_type</c>), for example <c>User</c>.</summary>
    [JsonPropertyName("uploaded_by_type")]
    public string? UploadedByType { get; init; }

    /// <summary>The number of tokens for which the processing of the content is billed (<c>tokens_processing_main_content</c>).</summary>
    [JsonPropertyName("tokens_processing_main_content")]
    public long? TokensProcessingMainContent { get; init; }

    /// <summary>The number of tokens for which the summary is billed (<c>tokens_processing_summary</c>).</summary>
    [JsonPropertyName("tokens_processing_summary")]
    public long? TokensProcessingSummary { get; init; }

    /// <summary>The number of tokens for which the processing is billed in total (<c>tokens_processing_total</c>).</summary>
    [JsonPropertyName("tokens_processing_total")]
    public long? TokensProcessingTotal { get; init; }

    /// <summary>The URL of the document (<c>url</c>).</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Custom keys and values of the document (<c>attributes</c>).</summary>
    [JsonPropertyName("attributes")]
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    /// <summary>The time at which the document will be deleted (<c>expires_at</c>); null if it does not expire.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
