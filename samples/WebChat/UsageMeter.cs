using System.Diagnostics;
using Microsoft.Extensions.AI;

/// <summary>Measures the token usage and the speed of the responses to one message.</summary>
internal sealed class UsageMeter
{
    private readonly UsageDetails _usage = new();
    private TimeSpan _completedTime;
    private TimeSpan _time;
    private long? _firstToken;

    public void StartResponse()
    {
        (_completedTime, _time) = (_completedTime + _time, default);
        _firstToken = null;
    }

    public void Add(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents.OfType<UsageContent>())
            _usage.Add(content.Details);

        if (_firstToken is { } firstToken)
            _time = Stopwatch.GetElapsedTime(firstToken);
        else if (update.Contents.Count > 0)
            _firstToken = Stopwatch.GetTimestamp();
    }

    public UsageEvent ToEvent()
    {
        var (output, seconds) = (_usage.OutputTokenCount ?? 0, (_completedTime + _time).TotalSeconds);
        return new(_usage.InputTokenCount ?? 0, output, seconds > 0 ? output / seconds : 0);
    }
}
