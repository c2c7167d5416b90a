namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>A file with fixtures, which is read again when it has changed.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="queue">The queue whose fixtures are those of the file.</param>
/// <param name="onLoaded">Called with a message when the file was read again.</param>
internal sealed class FixtureFile(string path, ScriptedResponseQueue queue, Action<string>? onLoaded)
{
    private readonly FileInfo _file = new(path);
    private (bool Exists, DateTime WriteTime, long Length) _version;
    private string? _error;

    /// <summary>The full path.</summary>
    public string Path => _file.FullName;

    /// <summary>What is wrong with the file, in which case the fixtures are those of its last valid version; null if it is valid.</summary>
    public string? Error => Volatile.Read(ref _error);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">The fixtures are not valid.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public void Load()
    {
        _version = GetVersion();
        try
        {
            queue.SetFixtures(FixtureDocument.Read(File.ReadAllBytes(Path)));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"The fixtures in {Path} are not valid:{error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The fixtures in {Path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Reads the file again if it has changed. This is called for each request: notifications of the file system are late, and not
    /// available for all file systems.
    /// </summary>
    public void Refresh()
    {
        lock (_file)
        {
            if (GetVersion() == _version)
                return;
            try
            {
                Load();
                Volatile.Write(ref _error, null);
                onLoaded?.Invoke($"The fixtures in {Path} were loaded again.");
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                Volatile.Write(ref _error, error.Message);
                onLoaded?.Invoke($"{error.Message}\nThe fixtures of the last valid version are used.");
            }
        }
    }

    private (bool Exists, DateTime WriteTime, long Length) GetVersion()
    {
        _file.Refresh();
        return _file.Exists ? (true, _file.LastWriteTimeUtc, _file.Length) : default;
    }
}
