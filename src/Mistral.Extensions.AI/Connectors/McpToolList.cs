using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>One page of the tools of a connector.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record McpToolList(IReadOnlyList<McpTool>? Items) : IApiResponse, IPage<McpTool>
{
    IReadOnlyList<McpTool> IPage<McpTool>.Data => Items ?? [];

    // The list has no total: an empty page ends it.
    long? IPage<McpTool>.Total => null;

    bool IApiResponse.HasContent => Items is not null;

    internal sealed class Converter() : ListResponseConverter<McpToolList, McpTool>(items => new(items));
}
