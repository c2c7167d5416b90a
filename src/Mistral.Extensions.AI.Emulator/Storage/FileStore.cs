namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>The files of one emulator. Thread-safe.</summary>
/// <param name="timeProvider">The time at which files expire.</param>
internal sealed class FileStore(TimeProvider timeProvider) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, StoredFile> _files = [];

    /// <summary>The folder for the files that are too large for memory.</summary>
    public TemporaryFolder Folder { get; } = new();

    /// <summary>Adds a file. It replaces a file with the same ID.</summary>
    public void Add(StoredFile file)
    {
        Delete(file.Id);
        lock (_lock)
            _files.Add(file.Id, file);
    }

    /// <summary>Returns a file, or null if it does not exist or is expired.</summary>
    public StoredFile? Find(Guid id)
    {
        lock (_lock)
            return _files.GetValueOrDefault(id) is { } file && !IsExpired(file) ? file : null;
    }

    /// <summary>Returns all files that are not expired, the newest first.</summary>
    public IReadOnlyList<StoredFile> GetAll()
    {
        lock (_lock)
            return [.. _files.Values.Where(file => !IsExpired(file)).Reverse().OrderByDescending(file => file.CreatedAt)];
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(Guid id)
    {
        StoredFile? file;
        lock (_lock)
            _files.Remove(id, out file);
        file?.Content.Dispose();
    }

    /// <summary>Deletes all files.</summary>
    public void Clear()
    {
        StoredFile[] files;
        lock (_lock)
        {
            files = [.. _files.Values];
            _files.Clear();
        }
        foreach (var file in files)
            file.Content.Dispose();
    }

    /// <summary>Deletes the folder of the files.</summary>
    public void Dispose() => Folder.Dispose();

    private bool IsExpired(StoredFile file) => file.ExpiresAt <= timeProvider.GetUtcNow();
}
