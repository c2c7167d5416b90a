using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The interface is experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>An <see cref="ISpeechToTextClient"/> over the transcriptions API.</summary>
internal sealed class MistralSpeechToTextClient : ISpeechToTextClient
{
    private readonly object _client;
    private readonly TranscriptionsApi _transcriptions;
    private readonly SpeechToTextClientMetadata _metadata;
    private readonly TranscriptionRequestMapping _requests;

    internal MistralSpeechToTextClient(object client, TranscriptionsApi transcriptions, string? defaultModelId)
    {
        (_client, _transcriptions) = (client, transcriptions);
        _metadata = new("mistral_ai", transcriptions.Endpoint, defaultModelId);
        _requests = new(this, defaultModelId, transcriptions.Logger);
    }

    public async Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = _requests.ToRequest(audioSpeechStream, options);
        var response = await _transcriptions.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ToSpeechToTextResponse();
    }

    public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) => MapAsync(
            _transcriptions.StreamAsync(_requests.ToRequest(audioSpeechStream, options), CancellationToken.None), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(SpeechToTextClientMetadata) ? _metadata
            : serviceType == typeof(TranscriptionsApi) ? _transcriptions
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<SpeechToTextResponseUpdate> MapAsync(
        IAsyncEnumerable<TranscriptionStreamEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasText = false;
        await foreach (var streamEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            hasText |= streamEvent is TranscriptionStreamTextDelta { Text.Length: > 0 };
            yield return streamEvent.ToUpdate(hasText);
        }
    }
}
