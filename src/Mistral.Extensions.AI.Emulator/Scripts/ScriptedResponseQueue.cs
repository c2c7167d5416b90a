using System.Collections.Immutable;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>
/// The scripted responses. A request gets the first response that is for it: those with a number of times, first in, first out, then those
/// for any number of requests, then the fixtures.
/// </summary>
internal sealed class ScriptedResponseQueue
{
    private ImmutableList<ScriptEntry> _entries = [];
    private ImmutableList<ScriptEntry> _fixtures = [];

    /// <summary>The responses that were added, except those that <c>Times</c> requests got.</summary>
    public IReadOnlyList<ScriptEntry> Entries => _entries;

    /// <summary>The fixtures.</summary>
    public IReadOnlyList<ScriptEntry> Fixtures => _fixtures;

    /// <summary>Raised with the test ID when the responses of a test are removed, or with null when all are removed.</summary>
    public event Action<string?>? Cleared;

    /// <summary>Adds responses.</summary>
    /// <exception cref="ArgumentException">A response is not valid. None is added.</exception>
    public void Enqueue(params IReadOnlyList<ScriptedResponse> responses)
    {
        foreach (var response in responses)
        {
            if (ScriptRules.FindErrors(response).FirstOrDefault() is { } error)
                throw new ArgumentException(error, nameof(responses));
        }
        var added = responses.Select(response => new ScriptEntry(response, isFixture: false)).ToArray();
        ImmutableInterlocked.Update(ref _entries, entries => entries.AddRange(added));
    }

    /// <summary>Replaces the fixtures, which are valid.</summary>
    public void SetFixtures(IEnumerable<ScriptedResponse> fixtures) =>
        Interlocked.Exchange(ref _fixtures, [.. fixtures.Select(response => new ScriptEntry(response, isFixture: true))]);

    /// <summary>
    /// Removes the responses of a test, or all if <paramref name="testId"/> is null. Fixtures are kept, and start again with their first
    /// response.
    /// </summary>
    public void Clear(string? testId)
    {
        ImmutableInterlocked.Update(ref _entries, entries => testId is null
            ? []
            : entries.RemoveAll(entry => entry.Response.TestId == testId));
        foreach (var fixture in _fixtures)
            fixture.Reset(testId);
        Cleared?.Invoke(testId);
    }

    /// <summary>Uses the first response for a request if it is wanted now; returns null otherwise.</summary>
    public ScriptEntry? TryUse(ScriptRequest request, Func<ScriptedResponse, bool> isWanted)
    {
        while (true)
        {
            var first = FindFirst(request);
            if (first is null || !isWanted(first.Response))
                return null;
            if (first.TryUse(request.TestId))
                return first;
        }
    }

    /// <summary>Whether a response is for a request.</summary>
    public bool HasResponse(ScriptRequest request) => FindFirst(request) is not null;

    /// <summary>Removes a response that a request got, unless it is for further requests.</summary>
    public void RemoveUsed(ScriptEntry entry)
    {
        if (!entry.IsUnused && entry.Response.Times is not null)
            ImmutableInterlocked.Update(ref _entries, entries => entries.Remove(entry));
    }

    private ScriptEntry? FindFirst(ScriptRequest request) =>
        InOrder().FirstOrDefault(entry => entry.IsAvailable(request.TestId) && request.Accepts(entry.Response));

    private IEnumerable<ScriptEntry> InOrder()
    {
        var entries = _entries;
        return entries.Where(entry => entry.Response.Times is not null)
            .Concat(entries.Where(entry => entry.Response.Times is null))
            .Concat(_fixtures);
    }
}
