using System.Net;
using System.Text.Json;

namespace Mistral.Extensions.AI;

/// <summary>
/// Mistral refused a request, could not be reached, or answered with something that is no answer.
/// Cancellation by the caller is never this: it is an <see cref="OperationCanceledException"/>.
/// </summary>
/// <remarks>The message says what to do. It never holds the API key or what was sent.</remarks>
public sealed class MistralException : Exception
{
    /// <summary>An exception without a cause; the client itself always has more to say.</summary>
    public MistralException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What happened, and what to do.</param>
    public MistralException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public MistralException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status; null where there was no answer, or where the refusal came in the middle of a stream.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Mistral's code, e.g. <c>3230</c> for messages in a wrong order. The API sends it as a string or a number.</summary>
    public string? Code { get; init; }

    /// <summary>Mistral's <c>type</c>, e.g. <c>invalid_request_message_order</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The field that was refused, e.g. <c>messages.0.user.name</c>, where one is named.</summary>
    public string? Param { get; init; }

    /// <summary>The id Mistral's support asks for (header <c>mistral-correlation-id</c>).</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the server asks to wait (header <c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is left of the rate limits, where the server says so.</summary>
    public MistralRateLimit? RateLimit { get; init; }

    /// <summary>What the guardrails found, where they blocked the request: an object or a list, as the API sends it.</summary>
    public JsonElement? Guardrails { get; init; }

    /// <summary>
    /// The refusal as it came, without the key and what else it repeats of the request (<c>input</c>, documents in base64), cut at 2,000 characters.
    /// </summary>
    public string? ResponseBody { get; init; }

    /// <summary>The same refusal, told with more of what is known where it is caught.</summary>
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
