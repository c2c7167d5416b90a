using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Text to speech (<c>/v1/audio/speech</c>).</summary>
public sealed class SpeechApi
{
    private static readonly JsonResponseReader<SpeechResponse> Reader = new(AudioJson.Default.SpeechResponse);

    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal SpeechApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri("audio/speech"));

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Generates speech from text and returns the audio as a whole.</summary>
    /// <param name="request">The text, the voice and the format. <see cref="SpeechRequest.Stream"/> is ignored.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The audio.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">
    /// The stream of <see cref="SpeechRequest.RefAudio"/> was sent before and cannot be read again.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (403 if it does not allow the text), or the connection failed.
    /// </exception>
    public Task<SpeechResponse> CompleteAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, SpeechRequestValidator.Validate);
        return _connection.PostAsync(_uri, request with { Stream = null }, Reader, cancellationToken);
    }

    /// <summary>Generates speech from text and streams the audio as server-sent events.</summary>
    /// <param name="request">The text, the voice and the format. <see cref="SpeechRequest.Stream"/> is ignored.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It also ends a stream that has begun.</param>
    /// <returns>
    /// The events as they arrive, each with the next bytes of the audio. The last one is a <see cref="SpeechStreamDone"/>. Each enumeration
    /// sends a new request.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">
    /// The stream of <see cref="SpeechRequest.RefAudio"/> was sent before and cannot be read again. Thrown during enumeration.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (403 if it does not allow the text), the connection failed, or the stream ended before the
    /// <see cref="SpeechStreamDone"/> event. Thrown during enumeration.
    /// </exception>
    public IAsyncEnumerable<SpeechStreamEvent> StreamAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, SpeechRequestValidator.Validate);
        return _connection.StreamAsync(
            _uri, request with { Stream = true }, static () => SpeechStreamEventReader.Instance, cancellationToken);
    }
}
