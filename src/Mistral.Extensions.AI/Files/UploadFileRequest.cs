using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Files;

/// <summary>A request to upload a file (the form data of <c>POST /v1/files</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record UploadFileRequest
{
    /// <summary>The file (<c>file</c>), at most 512 MB. Required.</summary>
    [JsonPropertyName("file")]
    [JsonConverter(typeof(FileDataConverter))]
    public FileData? File { get; init; }

    /// <summary>
    /// What the file is for (<c>purpose</c>): <c>ocr</c> for documents of OCR and chat requests, <c>batch</c> for the requests of a batch
    /// job and <c>fine-tune</c> for training data, both in JSON Lines (.jsonl), or <c>audio</c>. The API checks the file accordingly.
    /// </summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>Who can access the file (<c>visibility</c>): <c>workspace</c> or <c>user</c>.</summary>
    /// <value>Default: <c>workspace</c>.</value>
    [JsonPropertyName("visibility")]
    public string? Visibility { get; init; }

    /// <summary>The number of hours after which the file is deleted (<c>expiry</c>), 1 or more.</summary>
    [JsonPropertyName("expiry")]
    public int? Expiry { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal string? Validate() => this switch
    {
        { File: null } => "No file was specified. Set File; FileData creates it from a path, a stream or bytes.",
        { File.Source.Length: 0 } => $"The file {File.Name} is empty. Pass the content of the file.",
        { Expiry: < 1 } => $"Expiry must be 1 hour or more, but was {Expiry}.",
        _ when Purpose is not null && string.IsNullOrWhiteSpace(Purpose) => "Purpose is empty. Set it, for example to \"ocr\", or to null.",
        _ when Visibility is not null && string.IsNullOrWhiteSpace(Visibility) =>
            "Visibility is empty. Set it to \"workspace\" or \"user\", or to null.",
        _ => null,
    };
}
