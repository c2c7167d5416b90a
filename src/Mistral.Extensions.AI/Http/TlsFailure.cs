using System.Security.Authentication;

namespace Mistral.Extensions.AI.Http;

/// <summary>Detects failures of the TLS handshake, such as an untrusted certificate. They are permanent.</summary>
internal static class TlsFailure
{
    /// <summary>Gets the reason of a failed TLS handshake, or null if the exception has another cause.</summary>
    internal static string? GetReason(Exception? exception)
    {
        while (exception is not (null or AuthenticationException))
            exception = exception.InnerException;
        // "Authentication failed, see inner exception."
        return exception?.Message.Contains("inner exception", StringComparison.Ordinal) is true && exception.InnerException is { } cause
            ? cause.Message
            : exception?.Message;
    }
}
