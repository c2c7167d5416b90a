using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>Further results of a tool (<c>ConnectorToolCallMetadata</c>).</summary>
public sealed record ConnectorToolCallMetadata
{
    /// <summary>The results that are part of the Model Context Protocol (<c>mcp_meta</c>).</summary>
    [JsonPropertyName("mcp_meta")]
    public ConnectorToolResultMetadata? McpMeta { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>The results of a tool that are part of the Model Context Protocol (<c>ConnectorToolResultMetadata</c>).</summary>
public sealed record ConnectorToolResultMetadata
{
    /// <summary>Whether the tool failed (<c>isError</c>).</summary>
    [JsonPropertyName("isError")]
    public bool? IsError { get; init; }

    /// <summary>The result as a JSON object (<c>structuredContent</c>).</summary>
    [JsonPropertyName("structuredContent")]
    public JsonElement? StructuredContent { get; init; }

    /// <summary>Metadata of the server (<c>_meta</c>).</summary>
    [JsonPropertyName("_meta")]
    public JsonElement? Meta { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
