using System.Net;
using System.Text.Json;

namespace Mistral.Extensions.AI;

/// <summary>
/// The exception that is thrown for an error response, a failed connection, a timeout, an invalid response, or a request that
/// <see cref="MistralClientOptions.RateLimiter"/> rejected.
/// </summary>
/// <remarks>
/// Cancellation by the caller throws <see cref="OperationCanceledException"/> instead. The message never contains the API key or content of
/// the request.
/// </remarks>
public sealed class MistralException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="MistralException"/> class.</summary>
    public MistralException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MistralException"/> class with a message.</summary>
    /// <param name="message">What happened, and how to fix it.</param>
    public MistralException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MistralException"/> class with a message and an inner exception.</summary>
    /// <param name="message">What happened, and how to fix it.</param>
    /// <param name="innerException">The cause of the exception.</param>
    public MistralException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status code, or null if there was no response or the error was an event of a stream.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>
    /// The error code (<c>code</c>), such as <c>3230</c> for an invalid order of messages. The API sends a string or a number.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>The error type (<c>type</c>), such as <c>invalid_request_message_order</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The invalid field of the request (<c>param</c> or <c>loc</c>), such as <c>messages.0.user.name</c>.</summary>
    public string? Param { get; init; }

    /// <summary>
    /// The request ID, for questions to Mistral's support (header <c>mistral-correlation-id</c>), or the request ID of a proxy in front of
    /// the API. Null if neither was received.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The delay before a retry that the server requested (header <c>Retry-After</c>), or, if the rate limiter rejected the request, that
    /// the limiter requested; otherwise null.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rate limits; null if the response has no such headers.</summary>
    public MistralRateLimit? RateLimit { get; init; }

    /// <summary>
    /// The results of the guardrails if they blocked the request (<c>guardrails</c>), a JSON object or array; otherwise null.
    /// </summary>
    public JsonElement? Guardrails { get; init; }

    /// <summary>
    /// The body of the error response, truncated after 2,000 characters. The API key and parts of the request that the server repeats
    /// (<c>input</c>, documents in base64) are removed.
    /// </summary>
    public string? ResponseBody { get; init; }

    /// <summary>Creates a copy with another message and this exception as the inner exception.</summary>
    internal MistralException WithMessage(string message) => new(message, this)
    {
        StatusCode = StatusCode,
        Code = Code,
        ErrorType = ErrorType,
        Param = Param,
        RequestId = RequestId,
        RetryAfter = RetryAfter,
        RateLimit = RateLimit,
        Guardrails = Guardrails,
        ResponseBody = ResponseBody,
    };
}
