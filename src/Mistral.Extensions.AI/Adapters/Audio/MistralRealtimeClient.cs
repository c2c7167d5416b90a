using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The interface is experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>An <see cref="IRealtimeClient"/> over the realtime transcription.</summary>
internal sealed class MistralRealtimeClient : IRealtimeClient
{
    private readonly object _client;
    private readonly RealtimeApi _realtime;
    private readonly ChatClientMetadata _metadata;
    private readonly RealtimeOptionsMapping _options;

    internal MistralRealtimeClient(object client, RealtimeApi realtime, string? defaultModelId)
    {
        (_client, _realtime) = (client, realtime);
        // As the client of Microsoft.Extensions.AI.OpenAI: there is no type for the metadata of a realtime client.
        _metadata = new("mistral_ai", realtime.Endpoint, defaultModelId);
        _options = new(defaultModelId, realtime.Logger);
    }

    public async Task<IRealtimeClientSession> CreateSessionAsync(
        RealtimeSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = _options.GetModel(options);
        var connection = await _realtime.ConnectAsync(model, _options.ToPayload(options), cancellationToken).ConfigureAwait(false);
        return new MistralRealtimeSession(connection, _options, options, _metadata);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(RealtimeApi) ? _realtime
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_client) ? _client
            : null;
    }

    // Nothing to dispose: the MistralClient belongs to the code that created it, and other adapters may share it.
    public void Dispose()
    {
    }
}
