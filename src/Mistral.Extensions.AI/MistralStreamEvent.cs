namespace Mistral.Extensions.AI;

/// <summary>
/// An event of a stream, as received, for <see cref="MistralClientOptions.OnStreamEvent"/>: a server-sent event, or a message of a
/// WebSocket.
/// </summary>
public sealed record MistralStreamEvent
{
    /// <summary>The request that started the stream: its operation and its model.</summary>
    public MistralRequestInfo Request { get; init; } = new();

    /// <summary>
    /// The type of the event (field <c>event</c>), for example <c>conversation.response.started</c>. <c>message</c> if the event has none,
    /// as in chat completions and WebSockets.
    /// </summary>
    public string EventType { get; init; } = "message";

    /// <summary>
    /// The data of the event, usually JSON, or <c>[DONE]</c> at the end of a stream. Bytes that are not UTF-8 are replaced by U+FFFD.
    /// Several lines of data are joined with line breaks.
    /// </summary>
    public string Data { get; init; } = "";
}
