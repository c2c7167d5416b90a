namespace Mistral.Extensions.AI.Http.Hosts;

/// <summary>The conventions of a host of the API: its paths, and the header with the API key.</summary>
internal interface IApiHost
{
    /// <summary>Gets the base address, with a slash at its end, for an endpoint of the options.</summary>
    Uri GetBaseAddress(Uri endpoint);

    /// <summary>Creates the URI of a request.</summary>
    /// <param name="baseAddress">The base address.</param>
    /// <param name="path">The path and query that the request has at <c>api.mistral.ai</c> after <c>/v1/</c>.</param>
    /// <param name="model">The model of the request, or null if it has none.</param>
    /// <param name="isStream">Whether the response is a stream of events.</param>
    /// <exception cref="NotSupportedException">The host does not have the operation.</exception>
    Uri CreateUri(Uri baseAddress, string path, string? model, bool isStream);

    /// <summary>Gets the name of the header with the API key, and the text before the key.</summary>
    /// <param name="isToken">Whether the key is an access token.</param>
    (string Name, string Prefix) GetKeyHeader(bool isToken);

    /// <summary>Determines whether each request to an endpoint needs an API key.</summary>
    bool RequiresKey(Uri endpoint);
}
