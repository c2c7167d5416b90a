namespace Mistral.Extensions.AI;

/// <summary>
/// The API key, the endpoint and additional headers of one request, for <see cref="MistralClientOptions.ConfigureRequest"/>.
/// </summary>
public sealed class MistralRequestSettings
{
    internal MistralRequestSettings(MistralRequestInfo request, Uri endpoint) => (Request, Endpoint) = (request, endpoint);

    /// <summary>The request: its operation, its model and its size.</summary>
    public MistralRequestInfo Request { get; }

    /// <summary>The API key of this request.</summary>
    /// <value>
    /// Default: null, for the key of the client. If <see cref="Endpoint"/> is changed to another host, the key of the client is not sent.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>The base address of the API for this request, with or without <c>/v1</c> at its end.</summary>
    /// <value>Default: the endpoint of the client.</value>
    public Uri Endpoint { get; set; }

    /// <summary>
    /// Headers to add to the request. The library sets <c>Authorization</c>, <c>api-key</c>, <c>Accept</c>, <c>User-Agent</c>, <c>Host</c>
    /// and the headers of the content itself. If one of them is added here, the call throws <see cref="InvalidOperationException"/>. A
    /// header replaces the default header of the <see cref="HttpClient"/> with the same name.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
