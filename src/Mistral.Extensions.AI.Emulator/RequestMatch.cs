namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// The requests that a <see cref="ScriptedResponse"/> is for. A request must have all values that are set; without any, all requests match.
/// </summary>
public sealed record RequestMatch
{
    /// <summary>The model as the request names it, for example <c>mistral-small-latest</c>. Default: null, for any model.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The path of the endpoint, for example <c>/v1/chat/completions</c>. Paths below it match too: <c>/v1/conversations</c> is also for
    /// <c>/v1/conversations/{conversation_id}</c>. Default: null, for any path.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// The complete text of the last user message. For requests without messages, the <c>prompt</c> (FIM) or the <c>input</c>. Default:
    /// null, for any text.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>A part of the text of the last user message; upper and lower case are distinguished. Default: null, for any text.</summary>
    public string? TextContains { get; init; }

    /// <summary>
    /// A .NET regular expression that the text of the last user message matches. Lookarounds and backreferences are not supported.
    /// Default: null, for any text.
    /// </summary>
    public string? TextPattern { get; init; }

    /// <summary>
    /// The number of assistant messages in the request: 0 in the first request of a conversation, 1 in the request with the first tool
    /// result. Default: null, for any number.
    /// </summary>
    public int? TurnIndex { get; init; }

    /// <summary>Whether the last message of the request is a tool result. Default: null, for both.</summary>
    public bool? HasToolResult { get; init; }

    /// <summary>
    /// Returns whether a request matches. It is called while the request is processed, so the status code of the request is 0. Requests
    /// run in parallel, so the function must be thread-safe. Default: null, for all requests.
    /// </summary>
    public Func<RecordedRequest, bool>? Predicate { get; init; }
}
