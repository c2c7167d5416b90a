using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Files;

/// <summary>
/// A file that is stored by Mistral (<c>FileSchema</c>, <c>CreateFileResponse</c>, <c>GetFileResponse</c>).
/// </summary>
public sealed record FileSchema : IApiResponse
{
    /// <summary>The ID of the file, a UUID (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>file</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The size of the file in bytes (<c>bytes</c>); null if the API does not return it.</summary>
    [JsonPropertyName("bytes")]
    public long? Bytes { get; init; }

    /// <summary>The creation time in Unix seconds (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public long? CreatedAt { get; init; }

    /// <summary>The name of the file (<c>filename</c>).</summary>
    [JsonPropertyName("filename")]
    public string? Filename { get; init; }

    /// <summary>What the file is for (<c>purpose</c>): <c>fine-tune</c>, <c>batch</c>, <c>ocr</c> or <c>audio</c>.</summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>
    /// The type of the samples in the file (<c>sample_type</c>): <c>pretrain</c>, <c>instruct</c>, <c>batch_request</c>,
    /// <c>batch_result</c>, <c>batch_error</c>, <c>ocr_input</c> or <c>audio_input</c>.
    /// </summary>
    [JsonPropertyName("sample_type")]
    public string? SampleType { get; init; }

    /// <summary>The number of lines of the file (<c>num_lines</c>).</summary>
    [JsonPropertyName("num_lines")]
    public long? NumLines { get; init; }

    /// <summary>The media type of the file (<c>mimetype</c>).</summary>
    [JsonPropertyName("mimetype")]
    public string? Mimetype { get; init; }

    /// <summary>
    /// Where the file comes from (<c>source</c>): <c>upload</c>, <c>repository</c> or <c>mistral</c>, for example the results of a batch
    /// job.
    /// </summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>The signature of the content of the file (<c>signature</c>).</summary>
    [JsonPropertyName("signature")]
    public string? Signature { get; init; }

    /// <summary>The time at which the file will be deleted, in Unix seconds (<c>expires_at</c>).</summary>
    [JsonPropertyName("expires_at")]
    public long? ExpiresAt { get; init; }

    /// <summary>Who can access the file (<c>visibility</c>): <c>workspace</c> or <c>user</c>.</summary>
    [JsonPropertyName("visibility")]
    public string? Visibility { get; init; }

    /// <summary>Whether the file was deleted (<c>deleted</c>). Only in the response of <see cref="FilesApi.GetAsync"/>.</summary>
    [JsonPropertyName("deleted")]
    public bool? Deleted { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
