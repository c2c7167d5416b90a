using System.Globalization;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

// The versions of agents, and their aliases.
public sealed partial class AgentsApi
{
    private const int MaxPageSize = 100;
    private const int MaxAliasLength = 64;

    // "$" instead of "\z" would also match before a line break at the end.
    private static readonly Regex AliasPattern = new(@"\A[a-z]([a-z0-9_-]*[a-z0-9])?\z", RegexOptions.CultureInvariant);

    /// <summary>Makes a version of an agent the current one.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="version">The number of the version (<c>version</c>).</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent in this version.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the agent or the version does not exist, or the connection failed.
    /// </exception>
    public Task<Agent> UpdateVersionAsync(string agentId, int version, CancellationToken cancellationToken = default) => SendAsync(
        MistralConnection.Patch, RequestPath.AddQuery($"{CreatePath(agentId)}/version", [("version", ToText(version))]), cancellationToken);

    /// <summary>Lists the versions of an agent. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="pageSize">The maximum number of versions on a page (<c>page_size</c>), between 1 and 100; null for 20.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent in its versions. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or <paramref name="pageSize"/> is invalid; nothing
    /// was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent does not exist), or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Agent> ListVersionsAsync(
        string agentId, int? pageSize = null, CancellationToken cancellationToken = default)
    {
        var path = $"{CreatePath(agentId)}/versions";
        if (pageSize is < 1 or > MaxPageSize)
            throw new ArgumentException($"The page size must be between 1 and {MaxPageSize}, but was {pageSize}.", nameof(pageSize));

        return PagedList.EnumerateAsync<Agent, AgentVersionList>(
            null,
            (page, token) => GetVersionsAsync(path, page, pageSize, token),
            static agent => agent.Version?.ToString(CultureInfo.InvariantCulture),
            cancellationToken);
    }

    /// <summary>Gets a version of an agent.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="version">The number of the version (<c>version</c>).</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The agent in this version.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent or the version does not exist), or the connection failed.
    /// </exception>
    public Task<Agent> GetVersionAsync(string agentId, int version, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, $"{CreatePath(agentId)}/versions/{ToText(version)}", cancellationToken);

    /// <summary>Creates an alias of a version of an agent. If the alias exists, it is changed to this version.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="alias">
    /// The alias (<c>alias</c>), for example <c>production</c>: 1 to 64 characters, a-z, 0-9, <c>_</c> and <c>-</c>. The first is a letter,
    /// the last a letter or a digit.
    /// </param>
    /// <param name="version">The number of the version (<c>version</c>).</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The alias.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or <paramref name="alias"/> is invalid; nothing was
    /// sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the agent or the version does not exist, or the connection failed.
    /// </exception>
    public Task<AgentAliasResponse> CreateVersionAliasAsync(
        string agentId, string alias, int version, CancellationToken cancellationToken = default) => _connection.SendAsync(
            HttpMethod.Put,
            CreateAliasPath(agentId, alias, [("version", ToText(version))]),
            AgentsJson.Default.AgentAliasResponse,
            cancellationToken);

    /// <summary>Lists the aliases of the versions of an agent.</summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The aliases. Each enumeration sends a new request.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent does not exist), or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<AgentAliasResponse> ListVersionAliasesAsync(string agentId, CancellationToken cancellationToken = default)
    {
        var path = $"{CreatePath(agentId)}/aliases";
        return PagedList.EnumerateAsync<AgentAliasResponse, AgentAliasList>(
            null,
            (_, token) => _connection.SendAsync(HttpMethod.Get, path, AgentsJson.Default.AgentAliasList, token),
            static alias => alias.Alias,
            cancellationToken);
    }

    /// <summary>
    /// Deletes an alias, but not the version. If the response to the first attempt was lost and a retry finds no alias, it was deleted.
    /// </summary>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="alias">The alias (<c>alias</c>).</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the alias is deleted.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="agentId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or <paramref name="alias"/> is invalid; nothing was
    /// sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the agent or the alias does not exist), or the connection failed.
    /// </exception>
    public Task DeleteVersionAliasAsync(string agentId, string alias, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(CreateAliasPath(agentId, alias, []), cancellationToken);

    private Task<AgentVersionList> GetVersionsAsync(string path, int? page, int? pageSize, CancellationToken cancellationToken) =>
        _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(path, [("page", RequestParameter.Format(page)), ("page_size", RequestParameter.Format(pageSize))]),
            AgentsJson.Default.AgentVersionList,
            cancellationToken);

    private static string CreateAliasPath(string agentId, string alias, IEnumerable<(string Name, string? Value)> query) =>
        alias is { Length: <= MaxAliasLength } && AliasPattern.IsMatch(alias)
            ? RequestPath.AddQuery($"{CreatePath(agentId)}/aliases", query.Prepend(("alias", alias)))
            : throw new ArgumentException(
                $"The alias \"{alias}\" is invalid. Use 1 to {MaxAliasLength} characters: a-z, 0-9, '_' and '-', a letter first, and a "
                + "letter or a digit last.",
                nameof(alias));

    private static string ToText(int number) => number.ToString(CultureInfo.InvariantCulture);
}
