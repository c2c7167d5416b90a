namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>The cost of one implementation of a workload, compared with the baseline.</summary>
/// <param name="Implementation">The name of the implementation.</param>
/// <param name="Bytes">The allocated bytes of one run.</param>
/// <param name="BytesRatio">The bytes as a multiple of the bytes of the baseline.</param>
/// <param name="Time">The CPU time; null if only bytes were measured.</param>
internal sealed record Measurement(string Implementation, long Bytes, double BytesRatio, TimeMeasurement? Time);

/// <summary>The CPU time of one implementation of a workload, compared with the baseline in the same round.</summary>
/// <param name="Median">The median CPU time of one run.</param>
/// <param name="Ratio">The median of the ratios to the time of the baseline, one ratio for each round.</param>
/// <param name="LowRatio">The lower quartile of these ratios.</param>
/// <param name="HighRatio">The upper quartile of these ratios.</param>
internal sealed record TimeMeasurement(TimeSpan Median, double Ratio, double LowRatio, double HighRatio);
