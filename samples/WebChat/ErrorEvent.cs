using System.Net;
using System.Runtime.CompilerServices;
using Mistral.Extensions.AI;

/// <summary>An error. It ends the stream.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Advice">What the user can do.</param>
/// <param name="Details">The message of the exception.</param>
internal sealed record ErrorEvent(string Message, string Advice, string Details) : ChatEvent
{
    public static ErrorEvent Create(Exception exception)
    {
        var (message, advice) = exception is MistralException error
            ? Describe(error)
            : ("The request could not be sent.", "Change your message, or start a new chat.");
        return new(message, advice, exception.Message);
    }

    private static (string Message, string Advice) Describe(MistralException error) => error.StatusCode switch
    {
        HttpStatusCode.Unauthorized => ("The API key was rejected.", "Set MISTRAL_API_KEY to a valid key and start the server again."),
        HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden =>
            ("The request is not allowed.", "Choose another model, or check the plan of your API key."),
        HttpStatusCode.TooManyRequests => ("There are too many requests.", $"Wait {GetDelay(error)} and try again."),
        HttpStatusCode.RequestEntityTooLarge => ("The conversation is too large.", "Start a new chat, or attach smaller files."),
        >= HttpStatusCode.InternalServerError => ("The Mistral API is not available.", "Try again in a minute."),
        // If the connection fails during a stream, the status code is that of the response headers, for example 200.
        null or < HttpStatusCode.BadRequest =>
            ("The connection to the Mistral API was lost.", "Check your network connection and try again."),
        _ => ("The request was rejected.", "Change your message, choose another model, or start a new chat."),
    };

    private static string GetDelay(MistralException error) =>
        error.RetryAfter is { TotalSeconds: >= 1 and < 120 } delay ? $"{delay.TotalSeconds:0} seconds" : "a minute";
}

internal static class ErrorEventExtensions
{
    /// <summary>Ends the events with an <see cref="ErrorEvent"/> instead of an exception.</summary>
    public static async IAsyncEnumerable<ChatEvent> WithErrorEvent(
        this IAsyncEnumerable<ChatEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync() is { } next)
        {
            yield return next;
            if (next is ErrorEvent)
                yield break;
        }

        async Task<ChatEvent?> MoveNextAsync()
        {
            try
            {
                return await enumerator.MoveNextAsync() ? enumerator.Current : null;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                return ErrorEvent.Create(exception);
            }
        }
    }
}
