using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Agents;

/// <summary>The aliases of an agent.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record AgentAliasList(IReadOnlyList<AgentAliasResponse>? Items) : IApiResponse, IPage<AgentAliasResponse>
{
    IReadOnlyList<AgentAliasResponse> IPage<AgentAliasResponse>.Data => Items ?? [];

    // The list has no pages: the first one has all items.
    long? IPage<AgentAliasResponse>.Total => Items?.Count;

    bool IApiResponse.HasContent => Items is not null;

    internal sealed class Converter() : ListResponseConverter<AgentAliasList, AgentAliasResponse>(items => new(items));
}
