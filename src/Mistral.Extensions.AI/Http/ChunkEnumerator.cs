using System.Net.ServerSentEvents;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Reads the chunks of one response. Reading a chunk allocates nothing but the chunk, also if it has to wait for the network. With an
/// iterator method and the parser for all events, a chunk that has to be waited for would take 40 % longer and allocate 160 bytes more.
/// </summary>
internal sealed class ChunkEnumerator<TChunk>(
    MistralConnection connection,
    Uri uri,
    IRequestBody body,
    IChunkReader<TChunk> reader,
    IDisposable? cancellationSource,
    CancellationToken cancellationToken) : IAsyncEnumerator<TChunk>
    where TChunk : class, IResponseChunk
{
    private Deadline? _deadline;
    private EventResponse? _response;

    // The events that the parser reads, because they have more than one line of data.
    private IAsyncEnumerator<SseItem<TChunk?>>? _otherEvents;
    private bool _hasContent;
    private bool _isComplete;
    private bool _hasEnded;

    // Whether the next wait for the network has the whole idle timeout.
    private bool _renewsTimeout = true;

    public TChunk Current { get; private set; } = null!;

    /// <summary>Reads the next chunk. Returns false at the end of a complete response.</summary>
    /// <exception cref="MistralException">The stream failed, contains an error, or ended before the response was complete.</exception>
    public ValueTask<bool> MoveNextAsync()
    {
        if (_response is not null && _response.Content.TryReadData(out var data))
            return Read(data);

        return _hasEnded ? new(false) : ReceiveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_otherEvents is not null)
            await _otherEvents.DisposeAsync().ConfigureAwait(false);
        Release();
    }

    // Reads an event that was already received. Like every asynchronous method, it throws when its result is awaited.
    private ValueTask<bool> Read(ReadOnlySpan<byte> data)
    {
        try
        {
            return new(MoveTo(ReadEvent("", data)));
        }
        catch (Exception exception)
        {
            return new(Task.FromException<bool>(Fail(exception)));
        }
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<bool> ReceiveAsync()
    {
        var response = _response ?? await OpenAsync().ConfigureAwait(false);
        var deadline = _deadline!;
        deadline.Resume(_renewsTimeout ? response.IdleTimeout : null);
        _renewsTimeout = false;
        try
        {
            // The parser would allocate the state of each read that has to wait.
            await response.Content.ReceiveEventAsync(deadline.Token).ConfigureAwait(false);
            if (response.Content.TryReadData(out var data))
                return MoveTo(ReadEvent("", data));

            _otherEvents ??= ParseEvents(response.Content, deadline.Token);
            return await _otherEvents.MoveNextAsync().ConfigureAwait(false) ? MoveTo(_otherEvents.Current.Data) : End(_isComplete);
        }
        catch (Exception exception)
        {
            // The connection may fail after the response was complete, or in the middle of a last event that is not needed.
            var hasEnded = response.Content.HasEnded && !response.IsCallbackError(exception);
            var cause = hasEnded && exception is JsonException && response.Content.Failure is { } failure ? failure : exception;
            if (_isComplete && hasEnded && cause is IOException or JsonException)
                return End(isComplete: true);

            ExceptionDispatchInfo.Capture(Fail(cause)).Throw();
            throw;
        }
        finally
        {
            deadline.Pause();
        }
    }

    private async ValueTask<EventResponse> OpenAsync()
    {
        _deadline = connection.CreateDeadline(cancellationToken);
        try
        {
            return _response = await connection.OpenAsync(uri, body, reader, _deadline).ConfigureAwait(false);
        }
        catch
        {
            Release();
            throw;
        }
    }

    private IAsyncEnumerator<SseItem<TChunk?>> ParseEvents(Stream content, CancellationToken token) =>
        SseParser.Create(content, ReadEvent).EnumerateAsync(token).GetAsyncEnumerator(token);

    // Returns null for [DONE].
    private TChunk? ReadEvent(string type, ReadOnlySpan<byte> data) => StreamEventReader.Read(type, data, reader, _response!);

    private bool MoveTo(TChunk? chunk)
    {
        // A stream without content is not a response, even if it ends with [DONE].
        if (chunk is null)
            return End(_isComplete || _hasContent);

        // Events that are already buffered must not be returned after a cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        Current = chunk;
        _response!.Content.StartNextEvent();
        _isComplete |= reader.IsComplete(chunk);
        _hasContent |= chunk.HasContent;
        _renewsTimeout |= chunk.ContinuesResponse;
        return true;
    }

    // A connection that is closed between two events looks like the end of the stream.
    private bool End(bool isComplete)
    {
        if (!isComplete)
            throw _response!.CreateIncompleteError(reader.EndMarker);

        Release();
        return false;
    }

    // Ends the enumeration. Returns the exception that the caller handles.
    private Exception Fail(Exception exception)
    {
        var converted = _response!.ToCallerException(exception, _deadline!, reader);
        Release();
        return converted;
    }

    private void Release()
    {
        if (_hasEnded)
            return;

        _hasEnded = true;
        _response?.Dispose();
        _deadline?.Dispose();
        cancellationSource?.Dispose();
        _response = null;
    }
}
