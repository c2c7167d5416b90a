using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// JSON content. The text is in a pooled buffer, and files are encoded as base64 while the content is sent: an image of 100 MB needs no
/// more memory than one of 1 KB. The length is known, unless a stream cannot seek, and a retry sends the same bytes.
/// </summary>
internal sealed class JsonRequestContent : RequestContent
{
    // Multiples of 3, so that the base64 of a block has no padding. A part and its base64, 28 KB, fit into an L1 cache of 32 KB.
    private const int BlockLength = 48 * 1024;
    private const int PartLength = 12 * 1024;

    // The content is never embedded in HTML, so '+' and 'é' need no escapes, which would enlarge base64 data.
    internal static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    // A JSON converter knows only its writer, and not the content that it writes to.
    [ThreadStatic]
    private static JsonRequestContent? _current;

    // The writer of the thread, which is used for one content after the other. Null while it is in use.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    // Also the lock of the state.
    private readonly PooledBuffer _text = new();
    private List<File>? _files;
    private int _activeCopies;

    private JsonRequestContent() => Headers.TryAddWithoutValidation("Content-Type", "application/json");

    internal override long TextLength => _text.Length;

    internal override bool CanSendAgain => !IsDisposed && _files?.TrueForAll(file => file.Data.CanReadAgain) is not false;

    /// <summary>Serializes a request body.</summary>
    internal static JsonRequestContent Create(IRequestBody body)
    {
        var content = new JsonRequestContent();
        var (outer, writer) = (_current, _writer ?? new(content._text, WriterOptions));
        (_current, _writer) = (content, null);
        try
        {
            writer.Reset(content._text);
            body.WriteTo(writer);
            writer.Flush();
        }
        finally
        {
            (_current, _writer) = (outer, writer);
        }

        return content;
    }

    /// <summary>
    /// Writes a string of a prefix and base64 data. In a request, the data is read when the request is sent; otherwise it is read now.
    /// </summary>
    internal static void WriteBase64(Utf8JsonWriter writer, string prefix, BinarySource data)
    {
        if (_current is not { } content)
        {
            writer.WriteStringValue(prefix + ToBase64(data));
            return;
        }

        data.ThrowIfConsumed();
        writer.WriteStringValueSegment(prefix.AsSpan(), isFinalSegment: false);
        writer.Flush();
        (content._files ??= []).Add(new(content._text.Length, data));
        writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
    }

    /// <summary>Reads data and encodes it as base64.</summary>
    internal static string ToBase64(BinarySource data)
    {
#if NET8_0_OR_GREATER
        return Convert.ToBase64String(data.ReadAll().Span);
#else
        return Convert.ToBase64String(data.ReadAll().ToArray());
#endif
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET8_0_OR_GREATER
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _text.Length;
        foreach (var (_, data) in _files ?? [])
        {
            if (data.Length is not { } bytes)
                return false;

            length += (bytes + 2) / 3 * 4;
        }

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        lock (_text)
        {
            base.Dispose(disposing);
            // The server may respond, or the caller cancel, while the content is still being sent. Then the buffer must not be reused.
            if (_activeCopies == 0)
                _text.Dispose();
        }
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        lock (_text)
        {
            if (IsDisposed)
                throw new ObjectDisposedException(nameof(JsonRequestContent));
            _activeCopies++;
        }

        try
        {
            await (_files is null
                ? stream.WriteAsync(_text.Array, 0, _text.Length, cancellationToken)
                : WriteWithFilesAsync(stream, _files, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            lock (_text)
                _activeCopies--;
        }
    }

    private async Task WriteWithFilesAsync(Stream stream, List<File> files, CancellationToken cancellationToken)
    {
        var (array, length, start) = (_text.Array, _text.Length, 0);
        foreach (var (offset, data) in files)
        {
            await stream.WriteAsync(array, start, offset - start, cancellationToken).ConfigureAwait(false);
            await WriteBase64Async(stream, data, cancellationToken).ConfigureAwait(false);
            start = offset;
        }

        await stream.WriteAsync(array, start, length - start, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteBase64Async(Stream stream, BinarySource data, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        var base64 = ArrayPool<byte>.Shared.Rent(PartLength / 3 * 4);
        using var reader = data.Open();
        ReadOnlyMemory<byte> bytes;
        while ((bytes = await reader.ReadAsync(block, BlockLength, cancellationToken).ConfigureAwait(false)).Length > 0)
        {
            for (var start = 0; start < bytes.Length; start += PartLength)
            {
                var part = bytes.Slice(start, Math.Min(PartLength, bytes.Length - start));
                Base64.EncodeToUtf8(part.Span, base64, out _, out var written);
                await stream.WriteAsync(base64, 0, written, cancellationToken).ConfigureAwait(false);
            }
        }

        // Not after an exception: a canceled write may still use its buffer.
        ArrayPool<byte>.Shared.Return(block);
        ArrayPool<byte>.Shared.Return(base64);
    }

    /// <summary>A file, and its position in the text.</summary>
    private readonly record struct File(int Offset, BinarySource Data);
}
