using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>The result of a tool of a connector (<c>ConnectorToolCallResponse</c>).</summary>
public sealed record ConnectorToolCallResponse : IApiResponse
{
    private readonly IReadOnlyList<McpContent>? _content;

    /// <summary>The parts of the result (<c>content</c>).</summary>
    [Content]
    [JsonPropertyName("content")]
    public IReadOnlyList<McpContent> Content
    {
        get => _content ?? [];
        init => _content = value;
    }

    /// <summary>Further results (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public ConnectorToolCallMetadata? Metadata { get; init; }

    /// <summary>The texts of all parts of the type <see cref="McpTextContent"/>, joined with line breaks.</summary>
    [JsonIgnore]
    public string Text => string.Join("\n", Content.OfType<McpTextContent>().Select(content => content.Text));

    /// <summary>
    /// Whether the tool failed (<c>metadata.mcp_meta.isError</c>). The content then describes the error; no exception is thrown.
    /// </summary>
    [JsonIgnore]
    public bool IsError => Metadata?.McpMeta?.IsError is true;

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _content is not null;
}
