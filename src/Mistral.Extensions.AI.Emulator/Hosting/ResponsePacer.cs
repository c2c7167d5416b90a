namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Delays one response: with the delays of its script or, without them, of the options.</summary>
/// <param name="options">The options of the emulator, with the clock.</param>
/// <param name="random">The random numbers of the request.</param>
internal sealed class ResponsePacer(MistralEmulatorOptions options, Random random)
{
    private readonly long _start = options.TimeProvider.GetTimestamp();
    private ResponseTiming _timing = options.Timing;
    private ScriptedResponse? _scripted;

    /// <summary>The time from the request to the next part of the response.</summary>
    private TimeSpan _due;

    private bool _hasFirstToken;

    /// <summary>Uses the delays of a scripted response, if it has any.</summary>
    public void Use(ScriptedResponse? scripted)
    {
        _scripted = scripted;
        if (scripted is { Delay.Ticks: > 0 } or { DelayBetweenEvents.Ticks: > 0 })
            _timing = new ResponseTiming();
    }

    /// <summary>
    /// Waits before the status code and the headers. For a response that is not streamed, this includes the time of all tokens.
    /// </summary>
    public Task WaitForHeadersAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        if (_scripted is { Delay.Ticks: > 0 })
            return Task.Delay(_scripted.Delay, options.TimeProvider, cancellationToken);
        _due = Vary(_timing.Latency);
        if (HasTokenTiming && response is { IsStream: false, StatusCode: < 300, RunSession: null } && IsJson(response))
            AddTokens(ResponseTokens.CountBody(response.BodySegments.First()), afterLast: true);
        return WaitAsync(cancellationToken);
    }

    /// <summary>Waits before an event, for the time of its tokens.</summary>
    public Task WaitForEventAsync(ApiResponse response, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!HasTokenTiming || !response.IsStream)
            return Task.CompletedTask;
        AddTokens(ResponseTokens.CountEvent(data), afterLast: false);
        return WaitAsync(cancellationToken);
    }

    /// <summary>Waits after an event, for the delay of the script.</summary>
    public Task WaitAfterEventAsync(CancellationToken cancellationToken) => _scripted is { DelayBetweenEvents.Ticks: > 0 }
        ? Task.Delay(_scripted.DelayBetweenEvents, options.TimeProvider, cancellationToken)
        : Task.CompletedTask;

    private bool HasTokenTiming => _timing.TimeToFirstToken > TimeSpan.Zero || _timing.TokensPerSecond is not null;

    private static bool IsJson(ApiResponse response) =>
        response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Adds the time of tokens. The first one is generated in the time to the first token.</summary>
    private void AddTokens(int count, bool afterLast)
    {
        if (count == 0)
            return;
        var intervals = count;
        if (!_hasFirstToken)
        {
            var first = Vary(_timing.TimeToFirstToken);
            _due = first > _due ? first : _due;
            intervals = afterLast ? count : count - 1;
        }
        _hasFirstToken = true;
        if (_timing.TokensPerSecond is { } rate)
            _due += Vary(TimeSpan.FromSeconds(intervals / rate));
    }

    private TimeSpan Vary(TimeSpan time) =>
        _timing.Jitter == 0 ? time : time * (1 + (_timing.Jitter * ((2 * random.NextDouble()) - 1)));

    /// <summary>Waits until the next part is due. The wait is shorter if an earlier one took too long.</summary>
    private Task WaitAsync(CancellationToken cancellationToken)
    {
        var remaining = _due - options.TimeProvider.GetElapsedTime(_start);
        return remaining > TimeSpan.Zero ? Task.Delay(remaining, options.TimeProvider, cancellationToken) : Task.CompletedTask;
    }
}
