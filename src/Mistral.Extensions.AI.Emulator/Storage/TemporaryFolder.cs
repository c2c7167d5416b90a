namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>The folder for the files of one emulator that are too large for memory. It is created at first use.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly Lock _lock = new();
    private string? _path;
    private int _fileCount;

    /// <summary>Returns the path of a new file.</summary>
    public string CreateFilePath()
    {
        lock (_lock)
        {
            _path ??= Directory.CreateTempSubdirectory("mistral-emulator-").FullName;
            return Path.Combine(_path, $"{++_fileCount}");
        }
    }

    /// <summary>Deletes the folder and all files in it.</summary>
    public void Dispose()
    {
        if (_path is null)
            return;
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        // On Windows, a file that is being sent cannot be deleted.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
