namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>The scripted answers that wait for a request, first in first out.</summary>
internal sealed class Script
{
    private readonly Lock _gate = new();
    private readonly Queue<ScriptedAnswer> _answers = new();

    public void Add(ScriptedAnswer answer)
    {
        lock (_gate)
            _answers.Enqueue(answer);
    }

    /// <summary>The next answer if a gateway gives it, that is, whatever the request may be.</summary>
    public ScriptedAnswer? TakeFault() => Take(answer => answer.StatusCode >= 400);

    /// <summary>The next answer for a request that was found good.</summary>
    public ScriptedAnswer? Take() => Take(_ => true);

    private ScriptedAnswer? Take(Func<ScriptedAnswer, bool> fits)
    {
        lock (_gate)
            return _answers.TryPeek(out var next) && fits(next) ? _answers.Dequeue() : null;
    }
}
