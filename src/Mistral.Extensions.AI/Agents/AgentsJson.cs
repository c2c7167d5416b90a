using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Agents;

/// <summary>Source-generated JSON metadata of the types in the <c>Agents</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AgentsCompletionRequest))]
[JsonSerializable(typeof(CreateAgentRequest))]
[JsonSerializable(typeof(UpdateAgentRequest))]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(IReadOnlyList<Agent>))]
[JsonSerializable(typeof(AgentListPage))]
[JsonSerializable(typeof(AgentVersionList))]
[JsonSerializable(typeof(AgentAliasResponse))]
[JsonSerializable(typeof(AgentAliasList))]
[JsonSerializable(typeof(IReadOnlyList<AgentAliasResponse>))]
[JsonSerializable(typeof(ListAgentsRequest))]
internal sealed partial class AgentsJson : JsonSerializerContext;
