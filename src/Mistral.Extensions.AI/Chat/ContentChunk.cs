using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A part of the content of a message (<c>ContentChunk</c>).</summary>
[JsonConverter(typeof(Converter))]
public abstract record ContentChunk
{
    private protected ContentChunk()
    {
    }

    /// <summary>The type of the chunk (<c>type</c>), for example <c>text</c>.</summary>
    [JsonPropertyOrder(-1)]
    public abstract string? Type { get; }

    /// <summary>
    /// Additional properties returned by the API. They are sent back when the chunk is part of a later request, because the API may need
    /// them to continue the conversation, as with <see cref="ThinkChunk.Signature"/>.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    internal sealed class Converter() : UnionConverter<ContentChunk, UnknownChunk>("type", chunk => chunk.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            "text" => ChatJson.Default.TextChunk,
            "thinking" => ChatJson.Default.ThinkChunk,
            "image_url" => ChatJson.Default.ImageUrlChunk,
            "document_url" => ChatJson.Default.DocumentUrlChunk,
            "file" => ChatJson.Default.FileChunk,
            "input_audio" => ChatJson.Default.AudioChunk,
            "reference" => ChatJson.Default.ReferenceChunk,
            "tool_reference" => ChatJson.Default.ToolReferenceChunk,
            "tool_file" => ChatJson.Default.ToolFileChunk,
            _ => null,
        };
    }
}

/// <summary>Text (<c>TextChunk</c>).</summary>
/// <param name="Text">The text (<c>text</c>); may be empty.</param>
public sealed record TextChunk([property: Content] string Text) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "text";
}

/// <summary>The reasoning of the model before its response (<c>ThinkChunk</c>).</summary>
/// <param name="Thinking">The reasoning (<c>thinking</c>): text chunks, and references to sources.</param>
/// <remarks>A message may contain only one thinking chunk, as its first chunk.</remarks>
public sealed record ThinkChunk([property: Content] IReadOnlyList<ContentChunk> Thinking) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "thinking";

    /// <summary>The signature that the API needs to accept the reasoning in a later request (<c>signature</c>). An opaque value.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// Whether the reasoning is complete (<c>closed</c>). Used only in a prefix: with false, the model continues the reasoning.
    /// </summary>
    /// <value>Default: true.</value>
    public bool? Closed { get; init; }
}

/// <summary>An image (<c>ImageURLChunk</c>): PNG, JPEG, WebP, or GIF without animation.</summary>
/// <param name="ImageUrl">The URL of the image, or the image as a data URI (<c>image_url</c>).</param>
public sealed record ImageUrlChunk([property: Content] ImageUrl ImageUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "image_url";
}

/// <summary>A PDF or another document (<c>DocumentURLChunk</c>).</summary>
/// <param name="DocumentUrl">The https URL of the document, or the document as a data URI (<c>document_url</c>).</param>
public sealed record DocumentUrlChunk([property: Content] MediaUrl DocumentUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "document_url";

    /// <summary>The file name of the document (<c>document_name</c>).</summary>
    public string? DocumentName { get; init; }
}

/// <summary>An uploaded file (<c>FileChunk</c>).</summary>
/// <param name="FileId">The ID of the file in the Files API (<c>file_id</c>), a UUID.</param>
public sealed record FileChunk([property: Content] string FileId) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "file";
}

/// <summary>Audio input (<c>AudioChunk</c>).</summary>
/// <param name="InputAudio">The audio in base64, without a data URI prefix, or the URL of the audio (<c>input_audio</c>).</param>
public sealed record AudioChunk([property: Content] MediaUrl InputAudio) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "input_audio";
}

/// <summary>A citation: the sources of the text before it (<c>ReferenceChunk</c>).</summary>
/// <param name="ReferenceIds">The keys of the sources in the tool result (<c>reference_ids</c>), as JSON numbers or strings.</param>
public sealed record ReferenceChunk([property: Content] IReadOnlyList<JsonElement> ReferenceIds) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "reference";
}

/// <summary>A citation of a source that a hosted tool found (<c>ToolReferenceChunk</c>).</summary>
public sealed record ToolReferenceChunk : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "tool_reference";

    /// <summary>The tool that found the source (<c>tool</c>), for example <c>web_search</c>.</summary>
    public string? Tool { get; init; }

    /// <summary>The title of the source (<c>title</c>).</summary>
    public string? Title { get; init; }

    /// <summary>The URL of the source (<c>url</c>).</summary>
    public string? Url { get; init; }

    /// <summary>The URL of the icon of the source (<c>favicon</c>).</summary>
    public string? Favicon { get; init; }

    /// <summary>A short description of the source (<c>description</c>).</summary>
    public string? Description { get; init; }
}

/// <summary>A file that a hosted tool created (<c>ToolFileChunk</c>), for example a generated image.</summary>
/// <param name="FileId">The ID of the file in the Files API (<c>file_id</c>).</param>
public sealed record ToolFileChunk([property: Content] string FileId) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "tool_file";

    /// <summary>The tool that created the file (<c>tool</c>), for example <c>image_generation</c>.</summary>
    public string? Tool { get; init; }

    /// <summary>The name of the file (<c>file_name</c>).</summary>
    public string? FileName { get; init; }

    /// <summary>The type of the file (<c>file_type</c>), for example <c>png</c>.</summary>
    public string? FileType { get; init; }
}

/// <summary>A chunk of a type that this version of the library does not define. It is preserved, and sent unchanged.</summary>
/// <param name="Json">The chunk as JSON.</param>
public sealed record UnknownChunk(JsonElement Json) : ContentChunk, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");
}
