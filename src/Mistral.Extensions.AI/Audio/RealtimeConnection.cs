using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>
/// A connection that transcribes audio as it is recorded. Send the audio, and read the events at the same time. Dispose the connection.
/// </summary>
/// <remarks>
/// Audio can be sent by several threads; the events can be read by one. A call that fails or is canceled closes the connection, except
/// after an error event of the server. A connection that is lost throws a <see cref="MistralException"/>; connect again, and send the audio
/// again. Disposing the <see cref="MistralClient"/> does not close open connections.
/// </remarks>
public sealed class RealtimeConnection : IAsyncDisposable
{
    private readonly WebSocketConnection _socket;

    // The events that were received before the connection was returned.
    private readonly Queue<TranscriptionStreamEvent> _initialEvents = new();
    private int _isReading;
    private volatile bool _hasAudio;
    private volatile bool _hasEnded;
    private bool _isComplete;

    internal RealtimeConnection(WebSocketConnection socket) => _socket = socket;

    /// <summary>
    /// The settings that the server has sent last, in the first event or a <see cref="RealtimeTranscriptionSessionUpdated"/>.
    /// </summary>
    public RealtimeTranscriptionSession Session { get; private set; } = new();

    /// <summary>Whether audio can be sent and events can be received.</summary>
    public bool IsOpen => _socket.IsOpen;

    /// <summary>Changes the settings before the first audio is sent.</summary>
    /// <param name="session">The changes.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// A task that is completed when the message was sent. The server confirms it with <see cref="RealtimeTranscriptionSessionUpdated"/>.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="session"/> is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">Audio was sent before.</exception>
    /// <exception cref="MistralException">The connection was lost.</exception>
    public Task UpdateSessionAsync(RealtimeTranscriptionSessionUpdatePayload session, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(session, RealtimeTranscriptionSessionUpdatePayload.Validate);
        return _hasAudio || _hasEnded
            ? throw new InvalidOperationException("The session cannot be changed after audio was sent. Change it before, or connect again.")
            : SendAsync(new(session), AudioJson.Default.RealtimeTranscriptionSessionUpdateMessage, cancellationToken);
    }

    /// <summary>Sends audio.</summary>
    /// <param name="audio">
    /// The next samples, in the format of <see cref="Session"/>. More than 262,144 bytes are sent in several messages.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. A cancellation closes the connection.</param>
    /// <returns>A task that is completed when the audio was sent.</returns>
    /// <exception cref="InvalidOperationException"><see cref="EndAudioAsync"/> was called.</exception>
    /// <exception cref="MistralException">The connection was lost, or sending took longer than the idle timeout.</exception>
    public async Task SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        for (var start = 0; start < audio.Length; start += RealtimeTranscriptionInputAudioAppend.MaxLength)
        {
            _hasAudio = true;
            var part = audio.Slice(start, Math.Min(RealtimeTranscriptionInputAudioAppend.MaxLength, audio.Length - start));
            await SendAsync(new(part), AudioJson.Default.RealtimeTranscriptionInputAudioAppend, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the server to transcribe the audio that was sent so far, without waiting for more.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. A cancellation closes the connection.</param>
    /// <returns>A task that is completed when the message was sent.</returns>
    /// <exception cref="InvalidOperationException"><see cref="EndAudioAsync"/> was called.</exception>
    /// <exception cref="MistralException">The connection was lost.</exception>
    public Task FlushAudioAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        return SendAsync(
            RealtimeTranscriptionInputAudioMessage.Flush, AudioJson.Default.RealtimeTranscriptionInputAudioMessage, cancellationToken);
    }

    /// <summary>
    /// Ends the audio. The server then sends the rest of the text and a <see cref="TranscriptionStreamDone"/>. Further calls do nothing.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. A cancellation closes the connection.</param>
    /// <returns>A task that is completed when the message was sent.</returns>
    /// <exception cref="MistralException">The connection was lost.</exception>
    public Task EndAudioAsync(CancellationToken cancellationToken = default)
    {
        if (_hasEnded)
            return Task.CompletedTask;

        _hasEnded = true;
        return SendAsync(
            RealtimeTranscriptionInputAudioMessage.End, AudioJson.Default.RealtimeTranscriptionInputAudioMessage, cancellationToken);
    }

    /// <summary>Reads the events as they arrive.</summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. A cancellation closes the connection.</param>
    /// <returns>
    /// The events, beginning with <see cref="RealtimeTranscriptionSessionCreated"/>. The last one is a
    /// <see cref="TranscriptionStreamDone"/> with the whole transcription. Unknown events are preserved. The enumeration can be stopped,
    /// and a second one continues with the next event.
    /// </returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.StreamIdleTimeout"/> is the maximum time in which neither an event is received nor audio is sent;
    /// <see cref="MistralClientOptions.MaxResponseSize"/> is the maximum size of an event.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Another enumeration is active. Thrown during enumeration.</exception>
    /// <exception cref="MistralException">
    /// The server sent an error, the connection was lost before the <see cref="TranscriptionStreamDone"/> event, or no event was received
    /// within the idle timeout. Thrown during enumeration.
    /// </exception>
    public async IAsyncEnumerable<TranscriptionStreamEvent> ReadEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1)
            throw new InvalidOperationException("Another enumeration of ReadEventsAsync is active. End it before starting a new one.");

        try
        {
            using var deadline = _socket.CreateDeadline(cancellationToken);
            // The consumer may process the first events before the connection is read.
            deadline.Pause();
            while (!_isComplete)
            {
                var streamEvent = _initialEvents.Count > 0
                    ? _initialEvents.Dequeue()
                    : await ReceiveAsync(deadline, _socket.IdleTimeout).ConfigureAwait(false);
                _isComplete = streamEvent is TranscriptionStreamDone;
                yield return streamEvent;
            }
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    /// <summary>Closes the connection. Pending calls throw <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>A task that is completed when the connection is closed.</returns>
    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    /// <summary>Reads the events up to the one with the session.</summary>
    internal async Task ReceiveSessionAsync(Deadline deadline)
    {
        TranscriptionStreamEvent streamEvent;
        do
        {
            streamEvent = await ReceiveAsync(deadline, null).ConfigureAwait(false);
            _initialEvents.Enqueue(streamEvent);
        }
        while (streamEvent is not RealtimeTranscriptionSessionCreated);
    }

    /// <summary>Sends a message that this type has no method for.</summary>
    internal Task SendAsync(JsonElement message, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message.GetRawText()), cancellationToken);

    /// <summary>Closes the connection immediately, so that pending calls fail.</summary>
    internal void Abort() => _socket.Abort();

    private Task SendAsync<T>(T message, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, typeInfo), cancellationToken);

    private async ValueTask<TranscriptionStreamEvent> ReceiveAsync(Deadline deadline, TimeSpan? idleTimeout)
    {
        TranscriptionStreamEvent? streamEvent;
        do
        {
            streamEvent = await _socket.ReceiveAsync(TranscriptionStreamEventReader.Instance, deadline, idleTimeout).ConfigureAwait(false);
        }
        while (streamEvent is null);

        Session = streamEvent switch
        {
            RealtimeTranscriptionSessionCreated { Session: { } session } => session,
            RealtimeTranscriptionSessionUpdated { Session: { } session } => session,
            _ => Session,
        };
        return streamEvent;
    }

    private void ThrowIfEnded()
    {
        if (_hasEnded)
            throw new InvalidOperationException("The audio was ended with EndAudioAsync. Connect again to transcribe more audio.");
    }
}
