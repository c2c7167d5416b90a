using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Files;

/// <summary>The filters and the page of a list of files (the query of <c>GET /v1/files</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListFilesRequest
{
    /// <summary>The page (<c>page</c>), counted from 0. <see cref="FilesApi.ListAsync"/> starts with it.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The maximum number of files on a page (<c>page_size</c>), 1 or more.</summary>
    /// <value>Default: 100 files.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Whether to return the number of all files, as <see cref="ListFilesResponse.Total"/> (<c>include_total</c>).</summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("include_total")]
    public bool? IncludeTotal { get; init; }

    /// <summary>
    /// The sample types (<c>sample_type</c>): <c>pretrain</c>, <c>instruct</c>, <c>batch_request</c>, <c>batch_result</c>,
    /// <c>batch_error</c>, <c>ocr_input</c> or <c>audio_input</c>.
    /// </summary>
    [JsonPropertyName("sample_type")]
    public IReadOnlyList<string>? SampleType { get; init; }

    /// <summary>Where the files come from (<c>source</c>): <c>upload</c>, <c>repository</c> or <c>mistral</c>.</summary>
    [JsonPropertyName("source")]
    public IReadOnlyList<string>? Source { get; init; }

    /// <summary>Text that the name of the file contains (<c>search</c>).</summary>
    [JsonPropertyName("search")]
    public string? Search { get; init; }

    /// <summary>What the files are for (<c>purpose</c>): <c>fine-tune</c>, <c>batch</c>, <c>ocr</c> or <c>audio</c>.</summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>The media types (<c>mimetypes</c>), for example <c>application/pdf</c>.</summary>
    [JsonPropertyName("mimetypes")]
    public IReadOnlyList<string>? Mimetypes { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal string? Validate() => PagedList.Validate(Page, PageSize);

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page", RequestParameter.Format(Page)),
        ("page_size", RequestParameter.Format(PageSize)),
        ("include_total", RequestParameter.Format(IncludeTotal)),
        .. RequestParameter.Repeat("sample_type", SampleType),
        .. RequestParameter.Repeat("source", Source),
        ("search", Search),
        ("purpose", Purpose),
        .. RequestParameter.Repeat("mimetypes", Mimetypes),
    ];
}
