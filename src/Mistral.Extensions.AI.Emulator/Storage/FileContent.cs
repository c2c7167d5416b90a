namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>The content of a file: in memory, or on disk if it is large. <see cref="FileContentWriter"/> creates it.</summary>
internal sealed class FileContent : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    /// <summary>Creates a content that is in memory.</summary>
    public FileContent(ReadOnlyMemory<byte> bytes) => (_bytes, Length) = (bytes, bytes.Length);

    /// <summary>Creates a content that is on disk.</summary>
    public FileContent(string path, long length) => (_path, Length) = (path, length);

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Opens the content for reading. A stream remains valid if the content is disposed.</summary>
    public Stream OpenRead() => _path is null
        ? new MemoryStream(_bytes.ToArray(), writable: false)
        : new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Reads the whole content.</summary>
    public ReadOnlyMemory<byte> ReadAll() => _path is null ? _bytes : File.ReadAllBytes(_path);

    /// <summary>Reads the content in segments. Each segment is valid until the next one is read.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> ReadSegments()
    {
        using var stream = OpenRead();
        var buffer = new byte[BufferSize];
        for (var length = stream.Read(buffer); length > 0; length = stream.Read(buffer))
            yield return buffer.AsMemory(0, length);
    }

    /// <summary>Deletes the file if the content is on disk.</summary>
    public void Dispose()
    {
        if (_path is not null)
            File.Delete(_path);
    }
}
