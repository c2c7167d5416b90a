namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>A scripted response in the queue, and how many requests got it.</summary>
/// <param name="response">The response.</param>
/// <param name="isFixture">Whether it is for the requests of all tests. <c>Times</c> then counts the requests of each test.</param>
internal sealed class ScriptEntry(ScriptedResponse response, bool isFixture)
{
    /// <summary>The number of requests of each test that got the response.</summary>
    private readonly Dictionary<string, int> _uses = [];

    public ScriptedResponse Response => response;

    /// <summary>The number of requests of all tests that got the response.</summary>
    public int Uses
    {
        get
        {
            lock (_uses)
                return _uses.Values.Sum();
        }
    }

    /// <summary>Whether fewer requests than <c>Times</c> got the response; if <c>Times</c> is null, whether no request got it.</summary>
    public bool IsUnused => Uses < (response.Times ?? 1);

    /// <summary>Whether a test can get the response.</summary>
    public bool IsAvailable(string? testId)
    {
        lock (_uses)
            return (isFixture || response.TestId == testId) && GetUses(testId) < (response.Times ?? int.MaxValue);
    }

    /// <summary>Counts a request that gets the response; returns false if another request got it in the meantime.</summary>
    public bool TryUse(string? testId)
    {
        lock (_uses)
        {
            if (!IsAvailable(testId))
                return false;
            _uses[testId ?? ""] = GetUses(testId) + 1;
            return true;
        }
    }

    /// <summary>Undoes <see cref="TryUse"/> for a request that was rejected.</summary>
    public void Return(string? testId)
    {
        lock (_uses)
            _uses[testId ?? ""] = Math.Max(0, GetUses(testId) - 1);
    }

    /// <summary>Starts again for a test, or for all tests if <paramref name="testId"/> is null.</summary>
    public void Reset(string? testId)
    {
        lock (_uses)
        {
            if (testId is null)
                _uses.Clear();
            else
                _uses.Remove(testId);
        }
    }

    private int GetUses(string? testId) => _uses.GetValueOrDefault(testId ?? "");
}
