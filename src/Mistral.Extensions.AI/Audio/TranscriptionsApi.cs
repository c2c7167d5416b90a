using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Transcription of audio files (<c>/v1/audio/transcriptions</c>).</summary>
public sealed class TranscriptionsApi
{
    private static readonly JsonResponseReader<TranscriptionResponse> Reader = new(AudioJson.Default.TranscriptionResponse);

    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal TranscriptionsApi(MistralConnection connection) =>
        (_connection, _uri) = (connection, connection.CreateUri("audio/transcriptions"));

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Transcribes audio and returns the transcription as a whole.</summary>
    /// <param name="request">
    /// The model, the audio and the options. A file is read while it is sent, and is never in memory as a whole.
    /// <see cref="AudioTranscriptionRequest.Stream"/> is ignored.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The text, and the segments that were requested.</returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> includes the upload and the transcription: increase it for long audio and slow
    /// connections, or use <see cref="StreamAsync"/>. A request with a stream that cannot seek is not retried.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read again.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<TranscriptionResponse> CompleteAsync(
        AudioTranscriptionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, AudioTranscriptionRequestValidator.Validate);
        return _connection.PostAsync(_uri, request with { Stream = null }, Reader, cancellationToken);
    }

    /// <summary>Transcribes audio and streams the transcription as server-sent events.</summary>
    /// <param name="request">
    /// The model, the audio and the options. A file is read while it is sent, and is never in memory as a whole.
    /// <see cref="AudioTranscriptionRequest.Stream"/> is ignored.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The events in the order in which they arrive. The last one is a <see cref="TranscriptionStreamDone"/> with the whole transcription.
    /// Each enumeration sends a new request.
    /// </returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> includes the upload, and ends with the headers of the response; after that,
    /// <see cref="MistralClientOptions.StreamIdleTimeout"/> applies. A request with a stream that cannot seek is not retried.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">
    /// The stream was sent before and cannot be read again. Thrown during enumeration.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, the connection failed, or the stream ended before the <see cref="TranscriptionStreamDone"/>
    /// event. Thrown during enumeration.
    /// </exception>
    public IAsyncEnumerable<TranscriptionStreamEvent> StreamAsync(
        AudioTranscriptionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, AudioTranscriptionRequestValidator.Validate);
        return _connection.StreamAsync(
            _uri, request with { Stream = true }, static () => TranscriptionStreamEventReader.Instance, cancellationToken);
    }
}
