using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>A link to a resource of the server (<c>ResourceLink</c>).</summary>
/// <param name="Uri">The URI of the resource (<c>uri</c>).</param>
public sealed record McpResourceLink([property: Content, JsonPropertyName("uri")] string Uri) : McpContent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "resource_link";

    /// <summary>The name of the resource (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The name to display (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The description of the resource (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The media type (<c>mimeType</c>).</summary>
    [JsonPropertyName("mimeType")]
    public string? MimeType { get; init; }

    /// <summary>The size in bytes (<c>size</c>).</summary>
    [JsonPropertyName("size")]
    public long? Size { get; init; }

    /// <summary>The icons of the resource (<c>icons</c>).</summary>
    [JsonPropertyName("icons")]
    public IReadOnlyList<McpServerIcon>? Icons { get; init; }
}

/// <summary>A resource with its content (<c>EmbeddedResource</c>).</summary>
/// <param name="Resource">The resource (<c>resource</c>).</param>
public sealed record McpEmbeddedResource([property: Content, JsonPropertyName("resource")] McpResourceContents Resource) : McpContent
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "resource";
}

/// <summary>The content of a resource, as text or as bytes (<c>TextResourceContents</c>, <c>BlobResourceContents</c>).</summary>
public sealed record McpResourceContents
{
    /// <summary>The URI of the resource (<c>uri</c>).</summary>
    [JsonPropertyName("uri")]
    public string? Uri { get; init; }

    /// <summary>The media type (<c>mimeType</c>).</summary>
    [JsonPropertyName("mimeType")]
    public string? MimeType { get; init; }

    /// <summary>The text (<c>text</c>); null if the content is in <see cref="Blob"/>.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The bytes in base64 (<c>blob</c>); null if the content is in <see cref="Text"/>.</summary>
    [JsonPropertyName("blob")]
    public string? Blob { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
