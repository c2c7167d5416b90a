namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>The libraries of one emulator. Thread-safe.</summary>
/// <param name="timeProvider">The time at which documents expire.</param>
internal sealed class LibraryStore(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, Library> _libraries = [];

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => timeProvider.GetUtcNow();

    public void Add(Library library)
    {
        lock (_lock)
            _libraries.Add(library.Id, library);
    }

    /// <summary>Returns all libraries, the newest first.</summary>
    public IReadOnlyList<Library> GetAll()
    {
        lock (_lock)
            return [.. _libraries.Keys.Reverse().Select(RemoveExpired)];
    }

    /// <summary>Returns a library, or null if it does not exist.</summary>
    public Library? Find(Guid id) => Change(id, library => library);

    /// <summary>Changes a library and returns it, or null if it does not exist.</summary>
    public Library? Change(Guid id, Func<Library, Library> change)
    {
        lock (_lock)
            return _libraries.ContainsKey(id) ? _libraries[id] = change(RemoveExpired(id)) : null;
    }

    public void Delete(Guid id)
    {
        lock (_lock)
            _libraries.Remove(id);
    }

    /// <summary>Deletes all libraries.</summary>
    public void Clear()
    {
        lock (_lock)
            _libraries.Clear();
    }

    private Library RemoveExpired(Guid id)
    {
        var library = _libraries[id];
        return library with { Documents = library.Documents.RemoveAll(document => document.ExpiresAt <= Now) };
    }
}
