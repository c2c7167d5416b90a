using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The interface is experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>An <see cref="IRealtimeClientSession"/> over the connection of a realtime transcription.</summary>
internal sealed class MistralRealtimeSession(
    RealtimeConnection connection, RealtimeOptionsMapping mapping, RealtimeSessionOptions? options, ChatClientMetadata metadata)
    : IRealtimeClientSession
{
    public RealtimeSessionOptions? Options { get; private set; } = options;

    public Task SendAsync(RealtimeClientMessage message, CancellationToken cancellationToken = default) => message switch
    {
        null => throw new ArgumentNullException(nameof(message)),
        InputAudioBufferAppendRealtimeClientMessage append => connection.SendAudioAsync(append.Content.Data, cancellationToken),
        InputAudioBufferCommitRealtimeClientMessage => CommitAsync(cancellationToken),
        SessionUpdateRealtimeClientMessage update => UpdateAsync(update.Options, cancellationToken),
        { RawRepresentation: JsonElement json } => connection.SendAsync(json, cancellationToken),
        _ => throw new NotSupportedException(
            $"A {message.GetType().Name} cannot be sent: Mistral's realtime API only transcribes audio. To send a message of the API, set "
            + "RawRepresentation to a JsonElement."),
    };

    public async IAsyncEnumerable<RealtimeServerMessage> GetStreamingResponseAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RealtimeServerMessage? message;
        do
        {
            var events = connection.ReadEventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = events.ConfigureAwait(false);
            while ((message = await ReadAsync(events).ConfigureAwait(false)) is not null)
            {
                yield return message;
                // Reading continues after an error that does not close the connection.
                if (message is ErrorRealtimeServerMessage)
                    break;
            }
        }
        while (message is not null);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType is null)
            throw new ArgumentNullException(nameof(serviceType));

        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(connection) ? connection
            : null;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Reads the next message, or null at the end.</summary>
    private async ValueTask<RealtimeServerMessage?> ReadAsync(IAsyncEnumerator<TranscriptionStreamEvent> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false) ? events.Current.ToRealtimeServerMessage() : null;
        }
        catch (MistralException exception) when (connection.IsOpen)
        {
            return exception.ToErrorMessage();
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        await connection.FlushAudioAsync(cancellationToken).ConfigureAwait(false);
        await connection.EndAudioAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task UpdateAsync(RealtimeSessionOptions options, CancellationToken cancellationToken)
    {
        if (mapping.ToPayload(options) is { } payload)
            await connection.UpdateSessionAsync(payload, cancellationToken).ConfigureAwait(false);
        Options = options;
    }
}
