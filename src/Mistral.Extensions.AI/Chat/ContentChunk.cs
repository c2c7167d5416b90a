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
    [JsonPropertyName("type")]
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
public sealed record TextChunk([property: Content, JsonPropertyName("text")] string Text) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "text";
}

/// <summary>The reasoning of the model before its response (<c>ThinkChunk</c>).</summary>
/// <param name="Thinking">The reasoning (<c>thinking</c>): text chunks, and references to sources.</param>
/// <remarks>A message may contain only one thinking chunk, as its first chunk.</remarks>
public sealed record ThinkChunk([property: Content, JsonPropertyName("thinking")] IReadOnlyList<ContentChunk> Thinking) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "thinking";

    /// <summary>The signature that the API needs to accept the reasoning in a later request (<c>signature</c>). An opaque value.</summary>
    [JsonPropertyName("signature")]
    public string? Signature { get; init; }

    /// <summary>
    /// Whether the reasoning is complete (<c>closed</c>). Used only in a prefix: with false, the model continues the reasoning.
    /// </summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("closed")]
    public bool? Closed { get; init; }
}

/// <summary>A chunk of a type that this version of the library does not define. It is preserved, and sent unchanged.</summary>
/// <param name="Json">The chunk as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownChunk(JsonElement Json) : ContentChunk, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownChunk>(json => new(json));
}
