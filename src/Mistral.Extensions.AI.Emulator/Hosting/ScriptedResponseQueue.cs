namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The scripted answers that wait for a request, first in first out.</summary>
internal sealed class ScriptedResponseQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<ScriptedResponse> _responses = new();

    public void Enqueue(ScriptedResponse response)
    {
        lock (_lock)
            _responses.Enqueue(response);
    }

    /// <summary>The next answer if a gateway gives it, that is, whatever the request may be.</summary>
    public ScriptedResponse? TryDequeueFault() => TryDequeue(answer => answer.StatusCode >= 400);

    /// <summary>The next answer for a request that was found good.</summary>
    public ScriptedResponse? TryDequeue() => TryDequeue(_ => true);

    private ScriptedResponse? TryDequeue(Func<ScriptedResponse, bool> predicate)
    {
        lock (_lock)
            return _responses.TryPeek(out var next) && predicate(next) ? _responses.Dequeue() : null;
    }
}
