using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A piece of a message's content (<c>ContentChunk</c>).</summary>
[JsonConverter(typeof(Converter))]
public abstract record ContentChunk
{
    private protected ContentChunk()
    {
    }

    /// <summary>The discriminator on the wire (<c>type</c>).</summary>
    [JsonPropertyOrder(-1)]
    public abstract string? Type { get; }

    /// <summary>
    /// What the API said of this kind of chunk that this version does not know. It is sent back: the signature of thinking began as such
    /// a field, and a turn without it is worth less.
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
            _ => null,
        };
    }
}

/// <summary>Text (<c>TextChunk</c>).</summary>
/// <param name="Text">The text itself; never null on the wire.</param>
public sealed record TextChunk(string Text) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "text";
}

/// <summary>What the model thought before it answered (<c>ThinkChunk</c>).</summary>
/// <param name="Thinking">The trace: text, and the references it leans on.</param>
/// <remarks>A message takes one of these at most, as its first chunk.</remarks>
public sealed record ThinkChunk(IReadOnlyList<ContentChunk> Thinking) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "thinking";

    /// <summary>Proves the trace to the server when it is sent back in a later turn; opaque.</summary>
    public string? Signature { get; init; }

    /// <summary>False while the model is to go on thinking; only of use in a prefix.</summary>
    /// <value>The server takes null for true.</value>
    public bool? Closed { get; init; }
}

/// <summary>An image (<c>ImageURLChunk</c>): png, jpeg, webp or gif without animation.</summary>
/// <param name="ImageUrl">Where it is, or the image itself as a data URI.</param>
public sealed record ImageUrlChunk(ImageUrl ImageUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "image_url";
}

/// <summary>A PDF or another document (<c>DocumentURLChunk</c>).</summary>
/// <param name="DocumentUrl">An https URL, or the document itself as a data URI.</param>
public sealed record DocumentUrlChunk(string DocumentUrl) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "document_url";

    /// <summary>The name of the file, for the model to speak of.</summary>
    public string? DocumentName { get; init; }
}

/// <summary>A file that was uploaded before (<c>FileChunk</c>).</summary>
/// <param name="FileId">The id the Files API gave it, a UUID.</param>
public sealed record FileChunk(string FileId) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "file";
}

/// <summary>Speech or sound (<c>AudioChunk</c>).</summary>
/// <param name="InputAudio">The audio in base64 (no data URI), or a URL of it.</param>
public sealed record AudioChunk(string InputAudio) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "input_audio";
}

/// <summary>A citation: the sources the text before it leans on (<c>ReferenceChunk</c>).</summary>
/// <param name="ReferenceIds">Keys of the sources in the tool result; the API sends numbers or strings.</param>
public sealed record ReferenceChunk(IReadOnlyList<JsonElement> ReferenceIds) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "reference";
}

/// <summary>A citation of something a server-side tool found (<c>ToolReferenceChunk</c>).</summary>
public sealed record ToolReferenceChunk : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    public override string Type => "tool_reference";

    /// <summary>The tool that found it, e.g. <c>web_search</c>.</summary>
    public string? Tool { get; init; }

    /// <summary>The title of the source.</summary>
    public string? Title { get; init; }

    /// <summary>Where the source is.</summary>
    public string? Url { get; init; }

    /// <summary>The URL of an icon for the source.</summary>
    public string? Favicon { get; init; }

    /// <summary>What the source says, in short.</summary>
    public string? Description { get; init; }
}

/// <summary>A chunk this version of the library does not know. It is kept, and sent back, as it came.</summary>
/// <param name="Json">The whole chunk.</param>
public sealed record UnknownChunk(JsonElement Json) : ContentChunk, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");
}
