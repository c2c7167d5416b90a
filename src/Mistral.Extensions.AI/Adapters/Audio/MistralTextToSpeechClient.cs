using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The interface is experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>An <see cref="ITextToSpeechClient"/> over the speech API.</summary>
internal sealed class MistralTextToSpeechClient : ITextToSpeechClient
{
    private readonly object _client;
    private readonly SpeechApi _speech;
    private readonly TextToSpeechClientMetadata _metadata;
    private readonly SpeechRequestMapping _requests;

    internal MistralTextToSpeechClient(object client, SpeechApi speech, string? defaultModelId, string? defaultVoiceId)
    {
        (_client, _speech) = (client, speech);
        _metadata = new("mistral_ai", speech.Endpoint, defaultModelId);
        _requests = new(this, defaultModelId, defaultVoiceId, speech.Logger);
    }

    public async Task<TextToSpeechResponse> GetAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = _requests.ToRequest(text, options);
        var response = await _speech.CompleteAsync(request, cancellationToken).ConfigureAwait(false);
        var audio = response.AudioData.GetValueOrDefault();
        return new([new DataContent(audio, SpeechFormats.GetMediaType(request, audio))])
        {
            ModelId = request.Model,
            RawRepresentation = response,
        };
    }

    public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = _requests.ToRequest(text, options);
        return MapAsync(request, _speech.StreamAsync(request, CancellationToken.None), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(TextToSpeechClientMetadata) ? _metadata
            : serviceType == typeof(SpeechApi) ? _speech
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<TextToSpeechResponseUpdate> MapAsync(
        SpeechRequest request,
        IAsyncEnumerable<SpeechStreamEvent> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? mediaType = null;
        // The tests of Microsoft.Extensions.AI require audio in every update, so that the usage is added to the last update with audio.
        TextToSpeechResponseUpdate? last = null;
        await foreach (var streamEvent in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (streamEvent is SpeechStreamDone done)
            {
                last ??= Create(TextToSpeechResponseUpdateKind.SessionClose, request, done);
                if (done.Usage is { } usage)
                    last.Contents.Add(new UsageContent(usage.ToUsageDetails()) { RawRepresentation = done });
                continue;
            }

            if (last is not null)
                yield return last;

            last = Create(TextToSpeechResponseUpdateKind.AudioUpdating, request, streamEvent);
            if (streamEvent is SpeechStreamAudioDelta { AudioData: { Length: > 0 } audio })
                last.Contents.Add(new DataContent(audio, mediaType ??= SpeechFormats.GetMediaType(request, audio)));
        }

        if (last is not null)
            yield return last;
    }

    private static TextToSpeechResponseUpdate Create(
        TextToSpeechResponseUpdateKind kind, SpeechRequest request, SpeechStreamEvent streamEvent) =>
        new() { Kind = kind, ModelId = request.Model, RawRepresentation = streamEvent };
}
