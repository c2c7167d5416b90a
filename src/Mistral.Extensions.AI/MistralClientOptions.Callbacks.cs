namespace Mistral.Extensions.AI;

/// <content>The callbacks for the headers of responses and for the events of streams.</content>
public sealed partial class MistralClientOptions
{
    /// <summary>
    /// A callback that receives the status and the headers of each response, including error responses, responses that are followed by a
    /// retry, streams, downloads, and the response that opens a WebSocket.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>
    /// It is called when the headers are received, before the content is read, once for each attempt that has a response. If an
    /// <see cref="HttpClient"/> is passed to the constructor of the client, it is called for the response that the
    /// <see cref="HttpClient"/> returns. It is not called for WebSockets on .NET Framework, where their responses are not available. It may
    /// be called by several threads at the same time, in the execution context of the call: an <see cref="AsyncLocal{T}"/> has the value
    /// that the caller set. The call continues when the callback returns. If the callback throws an exception, the call ends, the
    /// exception is thrown to the caller unchanged, and the request is not retried.
    /// </remarks>
    public Action<MistralResponseInfo>? OnResponse { get; set; }

    /// <summary>
    /// A callback that receives each event of a streamed response and each message from the server of a realtime transcription, as
    /// received. This includes events that the client ignores, unknown events, errors and <c>[DONE]</c>. Comments are not events.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>
    /// It is called when the consumer of the stream requests the next chunk, before the event is parsed, in the execution context of the
    /// consumer. It is not called for events after the end of a response. The data is the content of the response: nothing is removed from
    /// it. If the callback throws an exception, the stream ends, and the exception is thrown to the consumer unchanged.
    /// </remarks>
    public Action<MistralStreamEvent>? OnStreamEvent { get; set; }
}
