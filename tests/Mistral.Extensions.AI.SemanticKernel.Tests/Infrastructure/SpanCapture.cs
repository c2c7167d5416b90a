using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

/// <summary>Captures the spans that an OpenTelemetry exporter would receive.</summary>
internal sealed class SpanCapture : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private ActivityTraceId _traceId;

    internal SpanCapture()
    {
        _listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Starts a trace. <see cref="Get"/> ignores the spans of other traces, which tests in parallel write.</summary>
    internal Activity StartTrace()
    {
        var root = new Activity("test").Start();
        _traceId = root.TraceId;
        return root;
    }

    /// <summary>Gets the completed spans of the trace with this display name.</summary>
    internal IReadOnlyList<Activity> Get(string name) =>
        [.. _spans.Where(span => span.TraceId == _traceId && span.DisplayName == name)];

    public void Dispose() => _listener.Dispose();
}
