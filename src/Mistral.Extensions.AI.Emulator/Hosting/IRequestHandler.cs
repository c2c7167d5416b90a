using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Responds to the requests that no script is for, in place of the endpoints.</summary>
internal interface IRequestHandler
{
    /// <summary>Removes API keys from a request before it is logged. Those in the headers are already removed.</summary>
    /// <param name="request">The request as it was received.</param>
    /// <param name="logged">The request to log.</param>
    RecordedRequest Redact(HttpRequest request, RecordedRequest logged);

    /// <summary>Responds to a request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ApiError">The request gets an error response. Nothing was written.</exception>
    Task HandleAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
