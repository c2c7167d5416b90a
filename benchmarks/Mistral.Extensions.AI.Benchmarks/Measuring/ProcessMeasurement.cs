namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>A number that needs a separate process: the median of several processes for each implementation.</summary>
/// <param name="Number">What is measured.</param>
/// <param name="Values">The median for each measured implementation, by its name.</param>
internal sealed record ProcessMeasurement(ProcessNumber Number, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Whether this library misses the goal.</summary>
    internal bool MissesGoal => Number.Max is { } max && Math.Round(IsRatioLimited ? Ratio(Implementation.Mistral)!.Value : Value, 2) > max;

    internal double Value => Values[Implementation.Mistral];

    private bool IsRatioLimited => Number.Limit is Limit.MultipleOfBaseline;

    /// <summary>The value of an implementation as a multiple of the baseline; null if one of them was not measured.</summary>
    internal double? Ratio(string implementation) =>
        Values.TryGetValue(implementation, out var value) && Values.TryGetValue(Implementation.Baseline, out var baseline)
            ? value / baseline
            : null;
}

/// <summary>A number that a separate process prints.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of the number.</param>
/// <param name="Max">The goal for this library; null if there is none.</param>
/// <param name="Limit">What <paramref name="Max"/> limits.</param>
internal sealed record ProcessNumber(string Name, string Unit, double? Max = null, Limit Limit = Limit.Absolute);

/// <summary>What a goal limits.</summary>
internal enum Limit
{
    /// <summary>The number itself.</summary>
    Absolute,

    /// <summary>The number as a multiple of the number of the baseline.</summary>
    MultipleOfBaseline,
}
