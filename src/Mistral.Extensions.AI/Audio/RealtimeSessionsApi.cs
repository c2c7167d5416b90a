using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Tokens with which browsers can connect to the realtime transcription (<c>/v1/client/sessions</c>).</summary>
public sealed class RealtimeSessionsApi
{
    private static readonly JsonResponseReader<CreateRealtimeSessionResponse> Reader =
        new(AudioJson.Default.CreateRealtimeSessionResponse);

    private readonly MistralConnection _connection;

    internal RealtimeSessionsApi(MistralConnection connection) => _connection = connection;

    /// <summary>Creates a token that a browser can use instead of the API key until it expires.</summary>
    /// <param name="request">The model, and the time until the token expires.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The token, as <see cref="ClientSecret.Value"/>.</returns>
    /// <remarks>The operation is in Mistral's SDKs, but not in the OpenAPI file.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (403 if the API key may not create client sessions), or the connection failed.
    /// </exception>
    public Task<CreateRealtimeSessionResponse> CreateAsync(
        CreateRealtimeSessionRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, CreateRealtimeSessionRequest.Validate);
        return _connection.PostAsync(_connection.CreateUri("client/sessions"), request, Reader, cancellationToken);
    }
}
