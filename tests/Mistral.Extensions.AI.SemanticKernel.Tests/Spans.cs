using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>What an OpenTelemetry exporter would get.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;
    private ActivityTraceId _trace;

    internal Spans()
    {
        _listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A trace that no other test writes to.</summary>
    internal Activity Own()
    {
        var root = new Activity("test").Start();
        _trace = root.TraceId;
        return root;
    }

    internal IReadOnlyList<Activity> Named(string name) =>
        [.. _stopped.Where(span => span.TraceId == _trace && span.DisplayName == name)];

    public void Dispose() => _listener.Dispose();
}
