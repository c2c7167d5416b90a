using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// JSON content in a pooled buffer. The length is known, a retry sends the same bytes, and a large body does not allocate a large array
/// for each request.
/// </summary>
internal sealed class JsonRequestContent : HttpContent
{
    // The content is never embedded in HTML, so '+' and 'é' need no escapes, which would enlarge base64 data.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PooledBuffer _body = new();
    private readonly object _lock = new();
    private int _activeCopies;

    private JsonRequestContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    internal bool IsDisposed { get; private set; }

    /// <summary>Serializes a value.</summary>
    internal static JsonRequestContent Create<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        var content = new JsonRequestContent();
        using var writer = new Utf8JsonWriter(content._body, WriterOptions);
        JsonSerializer.Serialize(writer, value, typeInfo);
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
        lock (_lock)
        {
            IsDisposed = true;
            // The server may respond, or the caller cancel, while the content is still being sent. Then the buffer must not be reused.
            if (_activeCopies == 0)
                _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (IsDisposed)
                throw new ObjectDisposedException(nameof(JsonRequestContent));
            _activeCopies++;
        }

        try
        {
            await stream.WriteAsync(_body.Array, 0, _body.Length, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                _activeCopies--;
        }
    }

    private sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
    {
        internal byte[] Array { get; private set; } = ArrayPool<byte>.Shared.Rent(4096);

        internal int Length { get; private set; }

        public void Advance(int count) => Length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            EnsureCapacity(Math.Max(sizeHint, 1));
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

        private void EnsureCapacity(int needed)
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
