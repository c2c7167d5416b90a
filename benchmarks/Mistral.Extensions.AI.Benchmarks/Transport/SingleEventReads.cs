using System.Threading.Tasks.Sources;

namespace Mistral.Extensions.AI.Benchmarks.Transport;

/// <summary>
/// A response stream that returns one server-sent event per read. Every read is asynchronous: <see cref="RunAsync"/> completes it on the
/// same thread, so that each event suspends the reader, as with a network, but does not switch threads.
/// </summary>
internal sealed class SingleEventReads
{
    private static readonly byte[] EndOfEvent = "\n\n"u8.ToArray();

    private Action? _completeRead;

    /// <summary>Creates the stream of a response.</summary>
    internal Stream CreateStream(byte[] body)
    {
        var stream = new EventStream(body);
        _completeRead = stream.CompleteRead;
        return stream;
    }

    /// <summary>Runs a consumer of the stream and completes its reads.</summary>
    internal async Task<object> RunAsync(Func<Task<object>> consume)
    {
        var task = consume();
        while (!task.IsCompleted)
            _completeRead!();
        return await task;
    }

    private sealed class EventStream(byte[] body) : UnseekableStream, IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _source;
        private Memory<byte> _buffer;
        private int _position;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _source.Reset();
            _buffer = buffer;
            return new(this, _source.Version);
        }

        public int GetResult(short token) => _source.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _source.OnCompleted(continuation, state, token, flags);

        internal void CompleteRead()
        {
            var rest = body.AsSpan(_position);
            var end = rest.IndexOf(EndOfEvent);
            var length = Math.Min(_buffer.Length, end < 0 ? rest.Length : end + EndOfEvent.Length);
            rest[..length].CopyTo(_buffer.Span);
            _position += length;
            _source.SetResult(length);
        }
    }
}
