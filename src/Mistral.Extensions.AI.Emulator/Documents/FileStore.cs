using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A file that requests may name instead of sending it.</summary>
internal sealed record StoredFile(ReadOnlyMemory<byte> Bytes, string MediaType);

/// <summary>The files of one emulator, by their ids.</summary>
internal sealed class FileStore
{
    private readonly ConcurrentDictionary<Guid, StoredFile> _files = new();

    public void Add(Guid id, StoredFile file) => _files[id] = file;

    public StoredFile? Find(Guid id) => _files.GetValueOrDefault(id);
}
