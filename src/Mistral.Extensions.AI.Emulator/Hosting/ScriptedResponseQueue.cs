namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The scripted responses that no request has consumed yet, first in, first out.</summary>
internal sealed class ScriptedResponseQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<ScriptedResponse> _responses = new();

    /// <summary>Adds a response.</summary>
    public void Enqueue(ScriptedResponse response)
    {
        lock (_lock)
            _responses.Enqueue(response);
    }

    /// <summary>Removes and returns the next response if it is a fault, which is for any request. Null otherwise.</summary>
    public ScriptedResponse? TryDequeueFault() => TryDequeue(response => response.StatusCode >= 400);

    /// <summary>Removes and returns the next response, which is for a valid request. Null if the queue is empty.</summary>
    public ScriptedResponse? TryDequeue() => TryDequeue(_ => true);

    private ScriptedResponse? TryDequeue(Func<ScriptedResponse, bool> predicate)
    {
        lock (_lock)
            return _responses.TryPeek(out var next) && predicate(next) ? _responses.Dequeue() : null;
    }
}
