using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>The files of one emulator, by ID. Thread-safe.</summary>
internal sealed class FileStore
{
    private readonly ConcurrentDictionary<Guid, StoredFile> _files = new();

    public void Add(Guid id, StoredFile file) => _files[id] = file;

    public StoredFile? Find(Guid id) => _files.GetValueOrDefault(id);
}
