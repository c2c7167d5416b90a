namespace Mistral.Extensions.AI.Models;

/// <summary>The model cards that one client has loaded. Thread-safe.</summary>
/// <param name="load">Loads a card. It throws <see cref="ArgumentException"/> for an invalid ID before it sends a request.</param>
/// <param name="timeProvider">The source of the current time.</param>
internal sealed class ModelCardStore(Func<string, Task<ModelCard>> load, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly object _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    internal Task<ModelCard> GetAsync(string modelId, CancellationToken cancellationToken)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(modelId, out entry!) || timeProvider.GetElapsedTime(entry.Timestamp) >= Lifetime)
            {
                entry = new(load(modelId), timeProvider.GetTimestamp());
                _entries[modelId] = entry;
                _ = RemoveIfFailedAsync(modelId, entry);
            }
        }

        return WaitAsync(entry.Card, cancellationToken);
    }

    private async Task RemoveIfFailedAsync(string modelId, Entry entry)
    {
        try
        {
            await entry.Card.ConfigureAwait(false);
        }
        catch (Exception)
        {
            lock (_lock)
            {
                if (_entries.TryGetValue(modelId, out var current) && current == entry)
                    _entries.Remove(modelId);
            }
        }
    }

    // Cancels only the wait: other calls may wait for the same request, which the timeout of the client limits.
    private static async Task<ModelCard> WaitAsync(Task<ModelCard> card, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<ModelCard>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
        return await (await Task.WhenAny(card, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed record Entry(Task<ModelCard> Card, long Timestamp);
}
