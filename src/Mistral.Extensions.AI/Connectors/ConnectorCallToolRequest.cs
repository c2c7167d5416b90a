using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>A request that calls a tool of a connector (<c>ConnectorCallToolRequest</c>).</summary>
public sealed record ConnectorCallToolRequest : IRequestBody
{
    /// <summary>
    /// The arguments (<c>arguments</c>), which match <see cref="McpTool.InputSchema"/>; null for a tool without arguments.
    /// </summary>
    [JsonPropertyName("arguments")]
    public IReadOnlyDictionary<string, JsonElement>? Arguments { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ConnectorsJson.Default.ConnectorCallToolRequest);
}
