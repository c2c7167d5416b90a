namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>Writes the content of a file: to memory, and to disk when it becomes large.</summary>
/// <param name="folder">The folder for files on disk.</param>
internal sealed class FileContentWriter(TemporaryFolder folder) : IDisposable
{
    private const int MaxBytesInMemory = 1024 * 1024;
    private const int BufferSize = 64 * 1024;

    private Stream _stream = new MemoryStream();
    private string? _path;
    private bool _isCompleted;

    /// <summary>The number of bytes that were written.</summary>
    public long Length => _stream.Length;

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_path is null && _stream.Length + bytes.Length > MaxBytesInMemory)
            MoveToDisk();
        _stream.Write(bytes);
    }

    /// <summary>Ends writing and returns the content.</summary>
    public FileContent Complete()
    {
        _isCompleted = true;
        var length = _stream.Length;
        _stream.Dispose();
        return _path is null ? new FileContent(((MemoryStream)_stream).ToArray()) : new FileContent(_path, length);
    }

    /// <summary>Deletes the content, unless it was completed.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_path is not null && !_isCompleted)
            File.Delete(_path);
    }

    private void MoveToDisk()
    {
        var path = folder.CreateFilePath();
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferSize);
        using var memory = (MemoryStream)_stream;
        memory.WriteTo(file);
        (_stream, _path) = (file, path);
    }
}
