using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// A JSON body in a pooled buffer: its length is known, a retry sends the same bytes again, and a large history or image costs no
/// large array each time.
/// </summary>
internal sealed class JsonRequestContent : HttpContent
{
    // The body is read by a JSON parser, never by a browser: '+' and 'é' need no escape, and base64 would grow by them.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PooledBuffer _body = new();
    private readonly object _gate = new();
    private int _copies;

    private JsonRequestContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    internal bool IsDisposed { get; private set; }

    internal static JsonRequestContent Create<T>(T value, JsonTypeInfo<T> contract)
    {
        var content = new JsonRequestContent();
        using var writer = new Utf8JsonWriter(content._body, WriterOptions);
        JsonSerializer.Serialize(writer, value, contract);
        return content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET8_0_OR_GREATER
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            IsDisposed = true;
            // A server may answer, or the caller cancel, while the body is still on its way out: then nobody else may get the buffer.
            if (_copies == 0)
                _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsDisposed)
                throw new ObjectDisposedException(nameof(JsonRequestContent));
            _copies++;
        }

        try
        {
            await stream.WriteAsync(_body.Array, 0, _body.Length, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _copies--;
        }
    }

    private sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
    {
        internal byte[] Array { get; private set; } = ArrayPool<byte>.Shared.Rent(4096);

        internal int Length { get; private set; }

        public void Advance(int count) => Length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Grow(Math.Max(sizeHint, 1));
            return Array.AsMemory(Length);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public void Dispose()
        {
            var array = Array;
            (Array, Length) = ([], 0);
            if (array.Length > 0)
                ArrayPool<byte>.Shared.Return(array);
        }

        private void Grow(int needed)
        {
            if (Array.Length - Length >= needed)
                return;

            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + needed, Array.Length * 2));
            Buffer.BlockCopy(Array, 0, larger, 0, Length);
            ArrayPool<byte>.Shared.Return(Array);
            Array = larger;
        }
    }
}
