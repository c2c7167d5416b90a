using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The voices of generated speech (<c>/v1/audio/voices</c>): presets, and voices created from recordings.</summary>
public sealed class VoicesApi
{
    private const string Path = "audio/voices";

    private static readonly JsonResponseReader<VoiceResponse> Reader = new(AudioJson.Default.VoiceResponse);

    private readonly MistralConnection _connection;

    internal VoicesApi(MistralConnection connection) => _connection = connection;

    /// <summary>Creates a voice from a recording, which is read while it is sent.</summary>
    /// <param name="request">The name of the voice and the recording.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The voice, with its ID.</returns>
    /// <remarks>If the response to an attempt is lost, a retry creates a second voice.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">The stream of the recording was sent before and cannot be read again.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<VoiceResponse> CreateAsync(VoiceCreateRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, VoiceCreateRequest.Validate);
        return _connection.PostAsync(_connection.CreateUri(Path), request, Reader, cancellationToken);
    }

    /// <summary>Lists all voices that match the filter. Each page is requested when its first voice is needed.</summary>
    /// <param name="request">The filter, the size of a page and the number of voices to skip; null for all voices.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The voices. Each enumeration sends new requests. If voices are created or deleted during the enumeration, a voice can occur twice
    /// or be left out.
    /// </returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<VoiceResponse> ListAsync(ListVoicesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListVoicesRequest.Validate);
        return PagedList.EnumerateOffsetsAsync<VoiceResponse, VoiceListResponse>(
            request.Offset,
            (offset, token) => ListPageAsync(request with { Offset = offset }, token),
            static voice => voice.Id,
            cancellationToken);
    }

    /// <summary>Lists the voices on one page.</summary>
    /// <param name="request">The filter, the page and its size; null for the first page of all voices.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page, and the number of all voices that match the filter. It is empty after the last page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<VoiceListResponse> ListPageAsync(ListVoicesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListVoicesRequest.Validate);
        return _connection.SendAsync(
            HttpMethod.Get, RequestPath.AddQuery(Path, request.ToParameters()), AudioJson.Default.VoiceListResponse, cancellationToken);
    }

    /// <summary>Gets the properties of a voice.</summary>
    /// <param name="voiceId">The ID of the voice.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The voice.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="voiceId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the voice does not exist), or the connection failed.
    /// </exception>
    public Task<VoiceResponse> GetAsync(string voiceId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(voiceId), AudioJson.Default.VoiceResponse, cancellationToken);

    /// <summary>Changes the properties of a voice, but not its recording.</summary>
    /// <param name="voiceId">The ID of the voice.</param>
    /// <param name="request">The new values.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The changed voice.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="voiceId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid or changes nothing; nothing
    /// was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the voice does not exist), or the connection failed.
    /// </exception>
    public Task<VoiceResponse> UpdateAsync(string voiceId, VoiceUpdateRequest request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(voiceId);
        RequestValidation.ThrowIfInvalid(request, VoiceUpdateRequest.Validate);
        return _connection.SendAsync(MistralConnection.Patch, path, request, Reader, cancellationToken);
    }

    /// <summary>Deletes a voice. Presets cannot be deleted.</summary>
    /// <param name="voiceId">The ID of the voice.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The deleted voice. If the response to the first attempt was lost and a retry finds no voice, it was deleted, and only its ID is
    /// returned.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="voiceId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the voice does not exist), or the connection failed.
    /// </exception>
    public Task<VoiceResponse> DeleteAsync(string voiceId, CancellationToken cancellationToken = default) => _connection.DeleteAsync(
        CreatePath(voiceId), AudioJson.Default.VoiceResponse, new VoiceResponse { Id = voiceId }, cancellationToken);

    /// <summary>Downloads the recording of a voice, a WAV file.</summary>
    /// <param name="voiceId">The ID of the voice.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, also while the stream is read.</param>
    /// <returns>The recording, which is received while the stream is read. Dispose the stream.</returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> ends with the headers of the response; after that,
    /// <see cref="MistralClientOptions.StreamIdleTimeout"/> applies to each read.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="voiceId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the voice does not exist), or the connection failed.
    /// </exception>
    public Task<FileDownloadStream> GetSampleAudioAsync(string voiceId, CancellationToken cancellationToken = default) =>
        OpenAsync($"{CreatePath(voiceId)}/sample", cancellationToken);

    private static string CreatePath(string voiceId) => $"{Path}/{RequestPath.EscapeSegment(
        voiceId, "No voice was specified. Pass the ID of a voice, which ListAsync returns.", nameof(voiceId))}";

    private async Task<FileDownloadStream> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(await _connection.DownloadAsync(path, "audio/wav", cancellationToken).ConfigureAwait(false));
}
