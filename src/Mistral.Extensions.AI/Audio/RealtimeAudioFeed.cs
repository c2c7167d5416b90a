using System.Runtime.ExceptionServices;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Sends the audio of a source while the events of the connection are read.</summary>
internal sealed class RealtimeAudioFeed : IAsyncDisposable
{
    private readonly RealtimeConnection _connection;
    private readonly CancellationTokenSource _stop;
    private readonly Task _sending;
    private ExceptionDispatchInfo? _failure;

    internal RealtimeAudioFeed(
        RealtimeConnection connection, IAsyncEnumerable<ReadOnlyMemory<byte>> audio, CancellationToken cancellationToken)
    {
        _connection = connection;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A source may have its audio at once: reading it must not delay the events.
        _sending = Task.Run(() => SendAsync(audio, _stop.Token), CancellationToken.None);
    }

    /// <summary>Reads the next event. If the source of the audio has failed, its exception is thrown.</summary>
    internal async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<TranscriptionStreamEvent> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (MistralException) when (_failure is not null)
        {
            _failure.Throw();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _sending.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SendAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> audio, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var part in audio.WithCancellation(cancellationToken).ConfigureAwait(false))
                await _connection.SendAudioAsync(part, cancellationToken).ConfigureAwait(false);
            await _connection.FlushAudioAsync(cancellationToken).ConfigureAwait(false);
            await _connection.EndAudioAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The caller has stopped reading the events.
        }
        catch (MistralException) when (!_connection.IsOpen)
        {
            // Reading the events fails too, with the reason of the server.
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _connection.Abort();
        }
    }
}
