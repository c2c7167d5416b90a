using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mistral.Extensions.AI.Benchmarks.Baseline;

/// <summary>A JSON body in a pooled buffer. Images are encoded as base64 while the body is sent.</summary>
internal sealed class BaselineContent : HttpContent, IBufferWriter<byte>
{
    private const int Base64Step = 12 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;
    private List<(int Offset, ReadOnlyMemory<byte> Data)>? _images;

    private BaselineContent() => Headers.ContentType = Json;

    internal delegate void WriteBody<in T>(Utf8JsonWriter writer, BaselineContent content, T value);

    internal static BaselineContent Create<T>(T value, WriteBody<T> write)
    {
        var content = new BaselineContent();
        var writer = _writer ??= new(content, Options);
        writer.Reset(content);
        write(writer, content, value);
        writer.Flush();
        return content;
    }

    /// <summary>Writes a string value that consists of a prefix and of data in base64.</summary>
    internal void WriteBase64(Utf8JsonWriter writer, string prefix, ReadOnlyMemory<byte> data)
    {
        writer.WriteStringValueSegment(prefix, isFinalSegment: false);
        writer.Flush();
        (_images ??= []).Add((_length, data));
        writer.WriteStringValueSegment("", isFinalSegment: true);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(sizeHint, 256);
        if (_buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        foreach (var (_, data) in _images ?? [])
            length += Base64.GetMaxEncodedToUtf8Length(data.Length);
        return true;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var start = 0;
        foreach (var (offset, data) in _images ?? [])
        {
            await stream.WriteAsync(_buffer.AsMemory(start, offset - start));
            await WriteBase64Async(stream, data);
            start = offset;
        }

        await stream.WriteAsync(_buffer.AsMemory(start, _length - start));
    }

    protected override void Dispose(bool disposing)
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        base.Dispose(disposing);
    }

    private static async Task WriteBase64Async(Stream stream, ReadOnlyMemory<byte> data)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(Base64Step));
        for (var position = 0; position < data.Length; position += Base64Step)
        {
            var step = data.Slice(position, Math.Min(Base64Step, data.Length - position));
            Base64.EncodeToUtf8(step.Span, buffer, out _, out var written);
            await stream.WriteAsync(buffer.AsMemory(0, written));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
