using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A citation: the sources of the text before it (<c>ReferenceChunk</c>).</summary>
/// <param name="ReferenceIds">The keys of the sources in the tool result (<c>reference_ids</c>), as JSON numbers or strings.</param>
public sealed record ReferenceChunk(
    [property: Content, JsonPropertyName("reference_ids")] IReadOnlyList<JsonElement> ReferenceIds) : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "reference";
}

/// <summary>A citation of a source that a hosted tool found (<c>ToolReferenceChunk</c>).</summary>
public sealed record ToolReferenceChunk : ContentChunk
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => "tool_reference";

    /// <summary>The tool that found the source (<c>tool</c>), for example <c>web_search</c>.</summary>
    [JsonPropertyName("tool")]
    public string? Tool { get; init; }

    /// <summary>The title of the source (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>The URL of the source (<c>url</c>).</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>The URL of the icon of the source (<c>favicon</c>).</summary>
    [JsonPropertyName("favicon")]
    public string? Favicon { get; init; }

    /// <summary>A short description of the source (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }
}
