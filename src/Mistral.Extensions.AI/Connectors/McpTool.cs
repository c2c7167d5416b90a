using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>A tool of a connector (<c>MCPTool</c>).</summary>
public sealed record McpTool : IApiResponse
{
    /// <summary>The name of the tool (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The name to display (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What the tool does (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The JSON schema of the arguments (<c>inputSchema</c>).</summary>
    [JsonPropertyName("inputSchema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>The JSON schema of the structured result (<c>outputSchema</c>).</summary>
    [JsonPropertyName("outputSchema")]
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The icons of the tool (<c>icons</c>).</summary>
    [JsonPropertyName("icons")]
    public IReadOnlyList<McpServerIcon>? Icons { get; init; }

    /// <summary>What the server states about the effects of the tool (<c>annotations</c>).</summary>
    [JsonPropertyName("annotations")]
    public ToolAnnotations? Annotations { get; init; }

    /// <summary>Metadata of the server and of Mistral (<c>_meta</c>).</summary>
    [JsonPropertyName("_meta")]
    public JsonElement? Meta { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Name is not null;
}

/// <summary>
/// What the server states about the effects of a tool (<c>ToolAnnotations</c>). Do not rely on the statements of a server that you do not
/// trust.
/// </summary>
public sealed record ToolAnnotations
{
    /// <summary>The name to display (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>Whether the tool changes nothing (<c>readOnlyHint</c>).</summary>
    [JsonPropertyName("readOnlyHint")]
    public bool? ReadOnlyHint { get; init; }

    /// <summary>Whether the tool may delete or overwrite data (<c>destructiveHint</c>).</summary>
    [JsonPropertyName("destructiveHint")]
    public bool? DestructiveHint { get; init; }

    /// <summary>Whether a repeated call with the same arguments has no further effect (<c>idempotentHint</c>).</summary>
    [JsonPropertyName("idempotentHint")]
    public bool? IdempotentHint { get; init; }

    /// <summary>Whether the tool uses external systems, for example the web (<c>openWorldHint</c>).</summary>
    [JsonPropertyName("openWorldHint")]
    public bool? OpenWorldHint { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>An icon (<c>MCPServerIcon</c>).</summary>
public sealed record McpServerIcon
{
    /// <summary>The URL of the icon, or its data as a data URI (<c>src</c>).</summary>
    [JsonPropertyName("src")]
    public string? Src { get; init; }

    /// <summary>The media type (<c>mimeType</c>).</summary>
    [JsonPropertyName("mimeType")]
    public string? MimeType { get; init; }

    /// <summary>The sizes (<c>sizes</c>), for example <c>48x48</c>.</summary>
    [JsonPropertyName("sizes")]
    public IReadOnlyList<string>? Sizes { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
