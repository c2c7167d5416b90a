namespace Mistral.Extensions.AI.Batch.Runs;

/// <summary>The delay before the next poll of the jobs: 1 second after a job was submitted, then longer, up to 1 minute.</summary>
internal sealed class PollDelay
{
    private const double Initial = 1;
    private const double Maximum = 60;
    private const double Factor = 1.5;

    private readonly Random _random = new();
    private double _seconds = Initial;

    /// <summary>Gets the next delay. It varies by up to 20 %, so that several processes do not poll at the same time.</summary>
    internal TimeSpan GetNext()
    {
        var delay = _seconds * (0.8 + (_random.NextDouble() * 0.4));
        _seconds = Math.Min(_seconds * Factor, Maximum);
        return TimeSpan.FromSeconds(delay);
    }

    internal void Reset() => _seconds = Initial;
}
