using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// Multipart form data (RFC 7578) of text fields and at most one file. The file is read while the content is sent, so that a file of
/// 500 MB needs no more memory than one of 1 KB. The length is known, unless a stream cannot seek, and a retry sends the same bytes.
/// </summary>
internal sealed class MultipartRequestContent : RequestContent
{
    // Each read of a file may allocate 280 bytes: larger blocks need fewer reads.
    private const int BlockLength = 512 * 1024;

    private readonly byte[] _start;
    private readonly byte[] _end;
    private readonly BinarySource _data;
    private readonly IProgress<long>? _progress;

    /// <summary>Initializes a new instance of the <see cref="MultipartRequestContent"/> class.</summary>
    /// <param name="fields">The text fields. A field without a value is not sent.</param>
    /// <param name="file">
    /// The file, which is sent after the fields: a server may need them to process the file. Null for none.
    /// </param>
    /// <param name="progress">Receives the number of bytes of the file that were sent; it starts again at each attempt.</param>
    /// <exception cref="InvalidOperationException">The data was read before and cannot be read again.</exception>
    internal MultipartRequestContent(
        IEnumerable<(string Name, string? Value)> fields, MultipartFile? file, IProgress<long>? progress = null)
    {
        (_data, _progress) = (file?.Data ?? BinarySource.FromBytes(default), progress);
        _data.ThrowIfConsumed();
        var boundary = $"----{Guid.NewGuid():N}";
        _start = Encoding.UTF8.GetBytes(CreateStart(boundary, fields, file));
        _end = Encoding.UTF8.GetBytes($"{(file is null ? "" : "\r\n")}--{boundary}--\r\n");
        // Without quotes, which MultipartFormDataContent adds and some servers do not accept.
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
    }

    internal override bool CanSendAgain => !IsDisposed && _data.CanReadAgain;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET8_0_OR_GREATER
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _start.Length + (_data.Length ?? 0) + _end.Length;
        return _data.Length is not null;
    }

    private static string CreateStart(string boundary, IEnumerable<(string Name, string? Value)> fields, MultipartFile? file)
    {
        var parts = fields
            .Where(field => field.Value is not null)
            .Select(field => $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(field.Name)}\"\r\n\r\n{field.Value}\r\n");
        var header = file is null
            ? ""
            : $"--{boundary}\r\nContent-Disposition: form-data; name=\"{file.FieldName}\"; filename=\"{Escape(file.FileName)}\"\r\n"
                + $"Content-Type: {file.MediaType}\r\n\r\n";
        return string.Concat(parts) + header;
    }

    /// <summary>
    /// Escapes a name as the HTML standard and httpx, which Mistral's own SDK uses, do it: the name is sent in UTF-8, and the
    /// characters that would end the name or the header are replaced.
    /// </summary>
    private static string Escape(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (character is '\\')
                text.Append(@"\\");
            else if (character is '"' or < ' ' or '\u007f')
                text.Append('%').Append(((int)character).ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(character);
        }

        return text.ToString();
    }

    private async Task CopyAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_start, 0, _start.Length, cancellationToken).ConfigureAwait(false);
        var blockLength = (int)Math.Max(1, Math.Min(_data.Length ?? BlockLength, BlockLength));
        var buffer = ArrayPool<byte>.Shared.Rent(blockLength);
        using var reader = _data.Open();
        ReadOnlyMemory<byte> block;
        long sent = 0;
        while ((block = await reader.ReadAsync(buffer, blockLength, cancellationToken).ConfigureAwait(false)).Length > 0)
        {
            await WriteAsync(stream, block, cancellationToken).ConfigureAwait(false);
            sent += block.Length;
            _progress?.Report(sent);
        }

        // Not after an exception: a canceled write may still use its buffer.
        ArrayPool<byte>.Shared.Return(buffer);
        await stream.WriteAsync(_end, 0, _end.Length, cancellationToken).ConfigureAwait(false);
    }

#if NET8_0_OR_GREATER
    private static ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> block, CancellationToken cancellationToken) =>
        stream.WriteAsync(block, cancellationToken);
#else
    private static Task WriteAsync(Stream stream, ReadOnlyMemory<byte> block, CancellationToken cancellationToken) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(block, out var array)
            ? stream.WriteAsync(array.Array!, array.Offset, array.Count, cancellationToken)
            : stream.WriteAsync(block.ToArray(), 0, block.Length, cancellationToken);
#endif
}
