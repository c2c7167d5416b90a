using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Agents;

/// <summary>One page of the versions of an agent.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record AgentVersionList(IReadOnlyList<Agent>? Items) : IApiResponse, IPage<Agent>
{
    IReadOnlyList<Agent> IPage<Agent>.Data => Items ?? [];

    // The list has no total: an empty page ends it.
    long? IPage<Agent>.Total => null;

    bool IApiResponse.HasContent => Items is not null;

    internal sealed class Converter() : ListResponseConverter<AgentVersionList, Agent>(items => new(items));
}
