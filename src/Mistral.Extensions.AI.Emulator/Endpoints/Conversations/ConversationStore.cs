using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The conversations of one emulator. Thread-safe.</summary>
internal sealed class ConversationStore
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, StoredConversation> _conversations = [];
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = [];

    /// <summary>Adds a conversation, or replaces the one with the same ID unless it was deleted.</summary>
    public void Set(StoredConversation conversation, bool isNew)
    {
        lock (_lock)
        {
            if (isNew || _conversations.ContainsKey(conversation.Id))
                _conversations[conversation.Id] = conversation;
        }
    }

    /// <summary>Waits until no other request appends to a conversation. Dispose the result to let the next one append.</summary>
    public async Task<IDisposable> LockAsync(string id, CancellationToken cancellationToken)
    {
        var semaphore = _locks.GetOrAdd(id, _ => new SemaphoreSlim(1));
        await semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Releaser(semaphore);
    }

    public StoredConversation? Find(string id)
    {
        lock (_lock)
            return _conversations.GetValueOrDefault(id);
    }

    /// <summary>Returns all conversations, the newest first.</summary>
    public IReadOnlyList<StoredConversation> GetAll()
    {
        lock (_lock)
            return [.. _conversations.Values.Reverse()];
    }

    /// <summary>Deletes all conversations.</summary>
    public void Clear()
    {
        _locks.Clear();
        lock (_lock)
            _conversations.Clear();
    }

    /// <summary>Deletes a conversation and returns whether it existed.</summary>
    public bool Delete(string id)
    {
        _locks.TryRemove(id, out _);
        lock (_lock)
            return _conversations.Remove(id);
    }

    private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
