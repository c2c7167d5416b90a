using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

// Creating, listing, changing and deleting agents.
public sealed partial class AgentsApi
{
    private const string Path = "agents";

    private static readonly JsonResponseReader<Agent> Reader = new(AgentsJson.Default.Agent);

    /// <summary>Creates an agent.</summary>
    /// <param name="request">The model, the name, the system prompt and the tools.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent, with its ID and the number of its first version.</returns>
    /// <remarks>If the response to an attempt is lost, a retry creates a second agent.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<Agent> CreateAsync(CreateAgentRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, AgentRequestValidator.Validate);
        return _connection.PostAsync(_connection.CreateUri(Path), request, Reader, cancellationToken);
    }

    /// <summary>
    /// Lists the agents that the API key can access (<c>/v1/agents/pages</c>). Each page is requested when the enumeration reaches it.
    /// </summary>
    /// <param name="request">The filters, the first page and the page size; null for all agents.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agents in their current versions. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Agent> ListAsync(ListAgentsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListAgentsRequest.Validate);
        return PagedList.EnumerateAsync<Agent, AgentListPage>(
            request.PageToken, (page, token) => ListPageAsync(request with { PageToken = page }, token), cancellationToken);
    }

    /// <summary>Lists the agents on one page (<c>/v1/agents/pages</c>).</summary>
    /// <param name="request">The filters, the page and its size; null for the first page of all agents.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page, with the token of the next page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<AgentListPage> ListPageAsync(ListAgentsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListAgentsRequest.Validate);
        return _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery($"{Path}/pages", request.ToParameters()),
            AgentsJson.Default.AgentListPage,
            cancellationToken);
    }

    /// <summary>Gets an agent.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="agentVersion">The number or an alias of the version (<c>agent_version</c>); null for the current version.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent does not exist), or the connection failed.
    /// </exception>
    public Task<Agent> GetAsync(string agentId, string? agentVersion = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, RequestPath.AddQuery(CreatePath(agentId), [("agent_version", agentVersion)]), cancellationToken);

    /// <summary>Changes an agent. This creates a new version, which becomes the current one.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="request">The new values.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent in its new version.</returns>
    /// <remarks>If the response to an attempt is lost, a retry creates a second version with the same values.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid or changes nothing; nothing
    /// was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent does not exist), or the connection failed.
    /// </exception>
    public Task<Agent> UpdateAsync(string agentId, UpdateAgentRequest request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(agentId);
        RequestValidation.ThrowIfInvalid(request, AgentRequestValidator.Validate);
        return _connection.SendAsync(MistralConnection.Patch, path, request, Reader, cancellationToken);
    }

    /// <summary>
    /// Deletes an agent with all its versions. If the response to the first attempt was lost and a retry finds no agent, it was deleted.
    /// </summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the agent is deleted.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent does not exist), or the connection failed.
    /// </exception>
    public Task DeleteAsync(string agentId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(CreatePath(agentId), cancellationToken);

    private Task<Agent> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        _connection.SendAsync(method, path, AgentsJson.Default.Agent, cancellationToken);

    private static string CreatePath(string agentId) =>
        $"{Path}/{RequestPath.EscapeSegment(agentId, "No agent was specified. Pass the ID of an agent.", nameof(agentId))}";
}
