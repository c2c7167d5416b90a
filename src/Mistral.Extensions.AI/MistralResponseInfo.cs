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
    /// The number of the attempt, from 1. Attempts without a response count too. With an <see cref="HttpClient"/> that is passed to the
    /// constructor of the client, its retries are not known, and the number is 1, or 2 after the API key was replaced.
    /// </summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The HTTP status code. For a WebSocket, <see cref="HttpStatusCode.SwitchingProtocols"/>.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>
    /// The headers of the response and of its content. Names are compared without case, and several values of a header are joined with a
    /// comma. If a value contains the API key, it is replaced by <c>***</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc cref="MistralException.RequestId"/>
    public string? RequestId { get; init; }

    /// <summary>The delay before a retry that the server requested (header <c>Retry-After</c>); null if there is none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc cref="MistralException.RateLimit"/>
    public MistralRateLimit? RateLimit { get; init; }
}
