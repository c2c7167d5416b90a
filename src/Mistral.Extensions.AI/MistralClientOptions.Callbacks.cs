namespace Mistral.Extensions.AI;

/// <content>The callbacks that receive what the server sends.</content>
public sealed partial class MistralClientOptions
{
    /// <summary>
    /// A callback that receives the status and the headers of each response: also of error responses and of responses that are retried, of
    /// streams and downloads, and of the response that opens a WebSocket.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>
    /// It is called when the headers are received, before the content is read, once for each attempt that has a response. With an
    /// <see cref="HttpClient"/> that is passed to the constructor, it is called for the response that this returns. It is not called for
    /// WebSockets on .NET Framework, where their responses are not available. It may be called by several threads at the same time, in the
    /// execution context of the call: an <see cref="AsyncLocal{T}"/> has the value that the caller has set. The response waits for the
    /// callback. An exception of the callback ends the call, and is thrown to the caller unchanged.
    /// </remarks>
    public Action<MistralResponseInfo>? OnResponse { get; set; }

    /// <summary>
    /// A callback that receives each event of streamed responses as it was received, and each message from the server of a realtime
    /// transcription, also those that the client ignores: unknown events, errors and <c>[DONE]</c>. Comments are not events.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>
    /// It is called before the event is read, when the consumer of the stream requests the next chunk, and in its execution context. It is
    /// not called for what the server sends after the end of a response. The data is the content of the response, so nothing is removed
    /// from it. An exception of the callback ends the stream, and is thrown to the caller unchanged.
    /// </remarks>
    public Action<MistralStreamEvent>? OnStreamEvent { get; set; }
}
