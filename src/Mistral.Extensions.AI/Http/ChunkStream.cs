using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Reads the chunks of one response that is a stream of server-sent events. Reading a chunk allocates nothing but the chunk, also if the
/// read has to wait for the network.
/// </summary>
internal sealed class ChunkStream<TChunk> : IAsyncDisposable
    where TChunk : class, IResponseChunk
{
    private readonly RequestSender _sender;
    private readonly ConnectionSettings _settings;
    private readonly HttpRequestMessage _request;
    private readonly HttpResponseMessage _response;
    private readonly EventResponseStream _content;
    private readonly IChunkReader<TChunk> _reader;
    private readonly Deadline _deadline;
    private readonly IAsyncEnumerator<SseItem<TChunk?>> _events;
    private readonly Func<string, Exception> _createError;
    private bool _hasContent;
    private bool _isComplete;

    internal ChunkStream(
        RequestSender sender,
        ConnectionSettings settings,
        HttpRequestMessage request,
        HttpResponseMessage response,
        EventResponseStream content,
        IChunkReader<TChunk> reader,
        Deadline deadline)
    {
        (_sender, _settings, _request, _response, _content, _reader, _deadline) =
            (sender, settings, request, response, content, reader, deadline);
        _createError = text => CreateError(text, null);
        _events = SseParser.Create(content, ReadEvent).EnumerateAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        deadline.SetForChunk(settings.StreamIdleTimeout);
    }

    /// <summary>The chunk that was read last.</summary>
    internal TChunk Current => _events.Current.Data!;

    public ValueTask DisposeAsync() => _events.DisposeAsync();

    /// <summary>Reads the next chunk. Returns false at the end of a complete response.</summary>
    /// <exception cref="MistralException">The stream failed, contains an error, or ended before the response was complete.</exception>
#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    internal async ValueTask<bool> MoveNextAsync()
    {
        _deadline.Resume();
        try
        {
            // The parser would allocate the state of each read that has to wait.
            await _content.BufferEventAsync(_deadline.Token).ConfigureAwait(false);
            if (!await _events.MoveNextAsync().ConfigureAwait(false))
                return End(isDone: false);
        }
        catch (Exception exception)
        {
            // The connection may fail after the response was complete, or in the middle of a last event that is not needed.
            var cause = exception is JsonException && _content is { HasEnded: true, Failure: { } failure } ? failure : exception;
            if (_isComplete && _content.HasEnded && cause is IOException or JsonException)
                return false;

            ExceptionDispatchInfo.Capture(_sender.ToCallerException(cause, _request, _deadline, _response, _reader) ?? cause).Throw();
            throw;
        }
        finally
        {
            _deadline.Pause();
        }

        if (_events.Current.Data is not { } chunk)
            return End(isDone: true);

        // Events that are already buffered must not be returned after a cancellation.
        _deadline.CallerToken.ThrowIfCancellationRequested();
        _content.StartNextEvent();
        _isComplete |= _reader.IsComplete(chunk);
        _hasContent |= chunk.HasContent;
        if (chunk.ContinuesResponse)
            _deadline.SetForChunk(_settings.StreamIdleTimeout);

        return true;
    }

    private bool End(bool isDone)
    {
        // A stream without content is not a response, even if it ends with [DONE]. And a connection that is closed between two events
        // looks like the end of the stream.
        if (_isComplete || (isDone && _hasContent))
            return false;

        throw !_content.HasEvents && ErrorBody.IsError(_content.BufferedStart)
            ? CreateError(_content.BufferedStart, _response.StatusCode)
            : TransportErrors.IncompleteStream(_request, _response, _content.HasEvents);
    }

    // Returns null for [DONE].
    private TChunk? ReadEvent(string type, ReadOnlySpan<byte> data) =>
        StreamEventReader.Read(type, data, _reader, _createError);

    private MistralException CreateError(string body, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(body, _request, _response, status, _settings.TimeProvider);
}
