namespace Mistral.Extensions.AI.Http.Content;

/// <summary>The data of a file in a request. It is read while the request is sent, so that its base64 text is never in memory.</summary>
internal abstract class BinarySource
{
    /// <summary>The number of bytes, or null if it is known only after the data was read.</summary>
    internal abstract long? Length { get; }

    /// <summary>Whether the data can be read again, which a retry needs.</summary>
    internal virtual bool CanReadAgain => true;

    /// <summary>Throws if the data was read before and cannot be read again.</summary>
    /// <exception cref="InvalidOperationException">The data was read before and cannot be read again.</exception>
    internal virtual void ThrowIfConsumed()
    {
    }

    internal static BinarySource FromBytes(ReadOnlyMemory<byte> bytes) => new Bytes(bytes);

    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    internal static BinarySource FromFile(string path) => new LocalFile(path);

    /// <param name="stream">The stream. It is read from its current position to its end and stays open.</param>
    internal static BinarySource FromStream(Stream stream) => new OpenStream(stream);

    /// <summary>Starts reading at the beginning of the data.</summary>
    internal abstract BlockReader Open();

    /// <summary>Returns the first bytes, or no bytes if they cannot be read without consuming them.</summary>
    internal virtual ReadOnlyMemory<byte> Peek(int count) => ReadOnlyMemory<byte>.Empty;

    /// <summary>Reads all data into memory.</summary>
    internal virtual ReadOnlyMemory<byte> ReadAll()
    {
        using var reader = Open();
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        while (reader.Read(buffer, buffer.Length) is { Length: > 0 } block)
            memory.Write(buffer, 0, block.Length);
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    private sealed class Bytes(ReadOnlyMemory<byte> bytes) : BinarySource
    {
        internal override long? Length => bytes.Length;

        internal override BlockReader Open() => new BlockReader.OfMemory(bytes);

        internal override ReadOnlyMemory<byte> Peek(int count) => bytes.Slice(0, Math.Min(count, bytes.Length));

        internal override ReadOnlyMemory<byte> ReadAll() => bytes;
    }

    private sealed class LocalFile : BinarySource
    {
        private readonly string _path;

        internal LocalFile(string path)
        {
            var file = new FileInfo(path);
            // Throws if the file does not exist.
            (_path, Length) = (file.FullName, file.Length);
        }

        internal override long? Length { get; }

        internal override BlockReader Open() => new BlockReader.OfStream(
            new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true), ownsStream: true);

        internal override ReadOnlyMemory<byte> Peek(int count)
        {
            using var reader = Open();
            return reader.Read(new byte[count], count);
        }
    }

    private sealed class OpenStream(Stream stream) : BinarySource
    {
        private readonly long _start = stream.CanSeek ? stream.Position : 0;
        private bool _wasRead;

        internal override long? Length => stream.CanSeek ? stream.Length - _start : null;

        internal override bool CanReadAgain => stream.CanSeek;

        internal override void ThrowIfConsumed()
        {
            if (_wasRead && !stream.CanSeek)
            {
                throw new InvalidOperationException(
                    "The stream was sent before and cannot be read again. Pass a new stream for each request, or a stream that can seek.");
            }
        }

        internal override BlockReader Open()
        {
            ThrowIfConsumed();
            if (stream.CanSeek)
                stream.Position = _start;
            _wasRead = true;
            return new BlockReader.OfStream(stream, ownsStream: false);
        }

        internal override ReadOnlyMemory<byte> Peek(int count)
        {
            if (!stream.CanSeek)
                return ReadOnlyMemory<byte>.Empty;

            using var reader = Open();
            var bytes = reader.Read(new byte[count], count);
            stream.Position = _start;
            return bytes;
        }
    }
}
