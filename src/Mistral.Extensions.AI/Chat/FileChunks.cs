using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>An image (<c>ImageURLChunk</c>): PNG, JPEG, WebP, or GIF without animation.</summary>
/// <param name="ImageUrl">The URL of the image, or the image as a data URI (<c>image_url</c>).</param>
public sealed record ImageUrlChunk([property: Content, JsonPropertyName("image_url")] ImageUrl ImageUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "image_url";
}

/// <summary>A PDF or another document (<c>DocumentURLChunk</c>).</summary>
/// <param name="DocumentUrl">The https URL of the document, or the document as a data URI (<c>document_url</c>).</param>
public sealed record DocumentUrlChunk([property: Content, JsonPropertyName("document_url")] MediaUrl DocumentUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "document_url";

    /// <summary>The file name of the document (<c>document_name</c>).</summary>
    [JsonPropertyName("document_name")]
    public string? DocumentName { get; init; }
}

/// <summary>An uploaded file (<c>FileChunk</c>).</summary>
/// <param name="FileId">The ID of the file in the Files API (<c>file_id</c>), a UUID.</param>
public sealed record FileChunk([property: Content, JsonPropertyName("file_id")] string FileId) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "file";
}

/// <summary>Audio input (<c>AudioChunk</c>).</summary>
/// <param name="InputAudio">The audio in base64, without a data URI prefix, or the URL of the audio (<c>input_audio</c>).</param>
public sealed record AudioChunk([property: Content, JsonPropertyName("input_audio")] MediaUrl InputAudio) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "input_audio";
}

/// <summary>A file that a hosted tool created (<c>ToolFileChunk</c>), for example a generated image.</summary>
/// <param name="FileId">The ID of the file in the Files API (<c>file_id</c>).</param>
public sealed record ToolFileChunk([property: Content, JsonPropertyName("file_id")] string FileId) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "tool_file";

    /// <summary>The tool that created the file (<c>tool</c>), for example <c>image_generation</c>.</summary>
    [JsonPropertyName("tool")]
    public string? Tool { get; init; }

    /// <summary>The name of the file (<c>file_name</c>).</summary>
    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    /// <summary>The type of the file (<c>file_type</c>), for example <c>png</c>.</summary>
    [JsonPropertyName("file_type")]
    public string? FileType { get; init; }
}
