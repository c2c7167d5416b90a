namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>Creates local files that do not remain, even if the process is killed.</summary>
internal static class TemporaryFile
{
    private const int BufferSize = 128 * 1024;
    private const FileOptions Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose;

    /// <summary>Creates an empty file, which is deleted when the stream is disposed. Only this user can read it.</summary>
    internal static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mistral-batch-{Guid.NewGuid():N}");
        var stream = Open(path);
        // Unix: the content exists until the stream is closed, also if the process is killed. Windows deletes the file itself.
        if (Path.DirectorySeparatorChar == '/')
            File.Delete(path);
        return stream;
    }

#if NET8_0_OR_GREATER
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = Options,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }
#else
    private static FileStream Open(string path) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferSize, Options);
#endif
}
