using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Http.Retries;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// Removes text of the server from exceptions of the network. Loggers print an exception with all its inner exceptions.
/// </summary>
internal static class ExceptionRedaction
{
    // HttpClient quotes the invalid line: "Received an invalid header line: '...'." The line may repeat the key or the request.
    private static readonly Regex QuotedText = new(@"(?<=[\s(])'.*'", RegexOptions.Singleline);

    /// <summary>Gets the message of an exception without text of the server.</summary>
    internal static string GetMessage(Exception exception, Redaction redaction) =>
        redaction.Apply(QuotedText.Replace(exception.Message, "'…'"));

    /// <summary>Returns the exception itself, or a copy if its message or that of an inner exception contains text of the server.</summary>
    internal static Exception Redact(Exception exception, Redaction redaction)
    {
        // Callers add resilience handlers themselves, and may check for the type of their exceptions.
        if (ResilienceHandlers.IsRejection(exception))
            return exception;

        var message = GetMessage(exception, redaction);
        var inner = exception.InnerException is { } cause ? Redact(cause, redaction) : null;
        return message == exception.Message && ReferenceEquals(inner, exception.InnerException) ? exception : exception switch
        {
#if NET8_0_OR_GREATER
            HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode),
#else
            HttpRequestException => new HttpRequestException(message, inner),
#endif
            OperationCanceledException canceled => new OperationCanceledException(message, inner, canceled.CancellationToken),
            InvalidDataException => new InvalidDataException(message, inner),
            _ => new IOException(message, inner),
        };
    }
}
