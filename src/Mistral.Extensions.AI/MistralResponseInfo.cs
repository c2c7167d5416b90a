using System.Net;

namespace Mistral.Extensions.AI;

/// <summary>
/// The status and the headers of an HTTP response, for <see cref="MistralClientOptions.OnResponse"/>. It contains no content.
/// </summary>
public sealed record MistralResponseInfo
{
    /// <summary>The request: its operation and its model.</summary>
    public MistralRequestInfo Request { get; init; } = new();

    /// <summary>
    /// The number of the attempt, starting at 1. Attempts without a response are counted as well. Retries of an <see cref="HttpClient"/>
    /// that is passed to the constructor of the client are not counted: the number is 1, or 2 if the request is sent again with a new API
    /// key.
    /// </summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The HTTP status code. For a WebSocket, <see cref="HttpStatusCode.SwitchingProtocols"/>.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>
    /// The headers of the response and of its content. Names are not case-sensitive, and several values of a header are joined with a
    /// comma. If a value contains the API key, <c>***</c> replaces the key.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc cref="MistralException.RequestId"/>
    public string? RequestId { get; init; }

    /// <summary>The delay before a retry that the server requested (header <c>Retry-After</c>); null if there is none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc cref="MistralException.RateLimit"/>
    public MistralRateLimit? RateLimit { get; init; }
}
