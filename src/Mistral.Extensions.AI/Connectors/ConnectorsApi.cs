using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>
/// Connectors: MCP servers whose tools Mistral calls for conversations and agents, or for the caller (<c>/v1/connectors</c>).
/// </summary>
public sealed class ConnectorsApi
{
    private const string Path = "connectors";

    private static readonly JsonResponseReader<ConnectorToolCallResponse> CallReader =
        new(ConnectorsJson.Default.ConnectorToolCallResponse);

    private readonly MistralConnection _connection;

    internal ConnectorsApi(MistralConnection connection) => _connection = connection;

    /// <summary>Lists the connectors that the API key can access. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="request">The filter, the first page and the page size; null for all connectors.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The connectors. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Connector> ListAsync(
        ListConnectorsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListConnectorsRequest.Validate);
        return PagedList.EnumerateAsync<Connector, PaginatedConnectors>(
            request.Cursor, (cursor, token) => ListPageAsync(request with { Cursor = cursor }, token), cancellationToken);
    }

    /// <summary>Lists the connectors on one page.</summary>
    /// <param name="request">The filter, the page and its size; null for the first page of all connectors.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page, with the cursor of the next page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<PaginatedConnectors> ListPageAsync(
        ListConnectorsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListConnectorsRequest.Validate);
        return _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(Path, request.ToParameters()),
            ConnectorsJson.Default.PaginatedConnectors,
            cancellationToken);
    }

    /// <summary>Gets a connector.</summary>
    /// <param name="connectorIdOrName">The ID or the name of the connector.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The connector.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectorIdOrName"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the connector does not exist), or the connection failed.
    /// </exception>
    public Task<Connector> GetAsync(string connectorIdOrName, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Get, CreatePath(connectorIdOrName), ConnectorsJson.Default.Connector, cancellationToken);

    /// <summary>Lists the tools of a connector. Each page is requested when its first tool is needed.</summary>
    /// <param name="connectorIdOrName">The ID or the name of the connector.</param>
    /// <param name="request">The page size and other options; null for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The tools. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectorIdOrName"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was
    /// sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the connector does not exist), or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<McpTool> ListToolsAsync(
        string connectorIdOrName, ListConnectorToolsRequest? request = null, CancellationToken cancellationToken = default)
    {
        var path = $"{CreatePath(connectorIdOrName)}/tools";
        RequestValidation.ThrowIfInvalid(request ??= new(), ListConnectorToolsRequest.Validate);
        return PagedList.EnumerateAsync<McpTool, McpToolList>(
            null, (page, token) => GetToolsAsync(path, request, page, token), static tool => tool.Name, cancellationToken);
    }

    /// <summary>Calls a tool of a connector.</summary>
    /// <param name="connectorIdOrName">The ID or the name of the connector.</param>
    /// <param name="toolName">The name of the tool.</param>
    /// <param name="request">The arguments; null for a tool without arguments.</param>
    /// <param name="credentialsName">
    /// The name of the stored credentials to use (<c>credentials_name</c>): 1 to 64 letters, digits, underscores and dashes; null for the
    /// default credentials of the connector.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The result. If the tool failed, <see cref="ConnectorToolCallResponse.IsError"/> is true.</returns>
    /// <remarks>
    /// If the response to an attempt is lost, a retry calls the tool a second time. For a tool that must not be called twice, use a client
    /// whose <see cref="MistralClientOptions.MaxRetries"/> is 0.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectorIdOrName"/> or <paramref name="toolName"/> is null, empty, white space, <c>.</c> or <c>..</c>, or
    /// <paramref name="credentialsName"/> is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the connector or the tool does not exist), or the connection failed.
    /// </exception>
    public Task<ConnectorToolCallResponse> CallToolAsync(
        string connectorIdOrName,
        string toolName,
        ConnectorCallToolRequest? request = null,
        string? credentialsName = null,
        CancellationToken cancellationToken = default)
    {
        var tool = RequestPath.EscapeSegment(toolName, "No tool was specified. Pass the name of a tool.", nameof(toolName));
        if (CredentialsNameValidator.Validate(credentialsName) is { } error)
            throw new ArgumentException(error, nameof(credentialsName));

        var path = RequestPath.AddQuery(
            $"{CreatePath(connectorIdOrName)}/tools/{tool}/call", [("credentials_name", credentialsName)]);
        return _connection.PostAsync(
            _connection.CreateUri(path), request ?? new ConnectorCallToolRequest(), CallReader, cancellationToken);
    }

    private static string CreatePath(string connectorIdOrName) => $"{Path}/{RequestPath.EscapeSegment(
        connectorIdOrName, "No connector was specified. Pass the ID or the name of a connector.", nameof(connectorIdOrName))}";

    // Unlike those of other lists, the pages are counted from 1.
    private Task<McpToolList> GetToolsAsync(
        string path, ListConnectorToolsRequest request, int? page, CancellationToken cancellationToken) => _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(path, request.ToParameters(page + 1)),
            ConnectorsJson.Default.McpToolList,
            cancellationToken);
}
