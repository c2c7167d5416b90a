using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Agents;

/// <summary>The aliases of an agent.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record AgentAliasList(IReadOnlyList<AgentAliasResponse>? Items) : IApiResponse
{
    bool IApiResponse.HasContent => Items is not null;

    internal sealed class Converter() : ListResponseConverter<AgentAliasList, AgentAliasResponse>(items => new(items));
}
