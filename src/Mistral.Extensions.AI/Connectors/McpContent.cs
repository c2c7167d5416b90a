using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>A part of the result of a tool, as the Model Context Protocol defines it.</summary>
[JsonConverter(typeof(Converter))]
public abstract record McpContent
{
    private protected McpContent()
    {
    }

    /// <summary>The type of the part (<c>type</c>), for example <c>text</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>Additional properties returned by the API, for example <c>annotations</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    internal sealed class Converter() : UnionConverter<McpContent, UnknownMcpContent>("type", content => content.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            "text" => ConnectorsJson.Default.McpTextContent,
            "image" => ConnectorsJson.Default.McpImageContent,
            "audio" => ConnectorsJson.Default.McpAudioContent,
            "resource_link" => ConnectorsJson.Default.McpResourceLink,
            "resource" => ConnectorsJson.Default.McpEmbeddedResource,
            _ => null,
        };
    }
}

/// <summary>Text (<c>TextContent</c>).</summary>
/// <param name="Text">The text (<c>text</c>).</param>
public sealed record McpTextContent([property: Content, JsonPropertyName("text")] string Text) : McpContent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "text";
}

/// <summary>An image (<c>ImageContent</c>).</summary>
/// <param name="Data">The image in base64 (<c>data</c>).</param>
/// <param name="MimeType">The media type (<c>mimeType</c>).</param>
public sealed record McpImageContent(
    [property: Content, JsonPropertyName("data")] string Data, [property: JsonPropertyName("mimeType")] string? MimeType) : McpContent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "image";
}

/// <summary>Audio (<c>AudioContent</c>).</summary>
/// <param name="Data">The audio in base64 (<c>data</c>).</param>
/// <param name="MimeType">The media type (<c>mimeType</c>).</param>
public sealed record McpAudioContent(
    [property: Content, JsonPropertyName("data")] string Data, [property: JsonPropertyName("mimeType")] string? MimeType) : McpContent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "audio";
}

/// <summary>A part of a type that this version of the library does not define. It is preserved.</summary>
/// <param name="Json">The part as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownMcpContent(JsonElement Json) : McpContent, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownMcpContent>(json => new(json));
}
