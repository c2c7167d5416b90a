using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Transcription of audio as it is recorded, over a WebSocket (<c>/v1/audio/transcriptions/realtime</c>).</summary>
public sealed class RealtimeApi
{
    private readonly MistralConnection _connection;

    internal RealtimeApi(MistralConnection connection) => (_connection, Sessions) = (connection, new(connection));

    /// <summary>Tokens with which browsers can connect.</summary>
    public RealtimeSessionsApi Sessions { get; }

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Opens a connection for one transcription.</summary>
    /// <param name="model">The model, for example <c>voxtral-mini-transcribe-realtime-2602</c>.</param>
    /// <param name="session">The format of the audio and the delay of the text; null for the defaults of the server.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The connection. Dispose it.</returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> includes the time until the server has created the session. The API key is sent in the
    /// <c>Authorization</c> header. Connecting is retried as other requests are; a connection that was opened is not.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="model"/> is null, empty or white space, or <paramref name="session"/> is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">The server returned an error, or the connection failed.</exception>
    public Task<RealtimeConnection> ConnectAsync(
        string model, RealtimeTranscriptionSessionUpdatePayload? session = null, CancellationToken cancellationToken = default)
    {
        Validate(model, session);
        return OpenAsync(model, session, cancellationToken);
    }

    /// <summary>Transcribes audio from a source, for example a microphone, and returns the text as it is recognized.</summary>
    /// <param name="audio">
    /// The audio, in parts of any length. It is read, and sent, at the same time as the events are enumerated. When the enumeration ends
    /// early, the token of the source is canceled; the source must then end.
    /// </param>
    /// <param name="model">The model, for example <c>voxtral-mini-transcribe-realtime-2602</c>.</param>
    /// <param name="session">The format of the audio and the delay of the text; null for the defaults of the server.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The events in the order in which they arrive. The last one is a <see cref="TranscriptionStreamDone"/> with the whole transcription.
    /// Each enumeration opens a new connection. An exception of <paramref name="audio"/> ends the enumeration.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="audio"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="model"/> is null, empty or white space, or <paramref name="session"/> is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The server returned an error, or the connection was lost before the <see cref="TranscriptionStreamDone"/> event. Thrown during
    /// enumeration.
    /// </exception>
    public IAsyncEnumerable<TranscriptionStreamEvent> TranscribeStreamAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> audio,
        string model,
        RealtimeTranscriptionSessionUpdatePayload? session = null,
        CancellationToken cancellationToken = default)
    {
        if (audio is null)
            throw new ArgumentNullException(nameof(audio));

        Validate(model, session);
        return TranscribeAsync(audio, model, session, cancellationToken);
    }

    private static void Validate(string model, RealtimeTranscriptionSessionUpdatePayload? session)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            throw new ArgumentException(
                "No model was specified. Pass one, for example \"voxtral-mini-transcribe-realtime-2602\".", nameof(model));
        }

        if (session is not null)
            RequestValidation.ThrowIfInvalid(session, RealtimeTranscriptionSessionUpdatePayload.Validate);
    }

    private async Task<RealtimeConnection> OpenAsync(
        string model, RealtimeTranscriptionSessionUpdatePayload? session, CancellationToken cancellationToken)
    {
        var uri = _connection.CreateUri(RequestPath.AddQuery("audio/transcriptions/realtime", [("model", model)]));
        using var deadline = _connection.CreateDeadline(cancellationToken);
        var connection = new RealtimeConnection(await _connection.ConnectAsync(uri, model, deadline).ConfigureAwait(false));
        try
        {
            await connection.ReceiveSessionAsync(deadline).ConfigureAwait(false);
            if (session is not null)
                await connection.UpdateSessionAsync(session, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async IAsyncEnumerable<TranscriptionStreamEvent> TranscribeAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> audio,
        string model,
        RealtimeTranscriptionSessionUpdatePayload? session,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(model, session, cancellationToken).ConfigureAwait(false);
        await using var disposal = connection.ConfigureAwait(false);
        var feed = new RealtimeAudioFeed(connection, audio, cancellationToken);
        await using var feedDisposal = feed.ConfigureAwait(false);
        var events = connection.ReadEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var eventsDisposal = events.ConfigureAwait(false);
        while (await feed.MoveNextAsync(events).ConfigureAwait(false))
            yield return events.Current;
    }
}
