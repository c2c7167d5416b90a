namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>The cost of one contestant in one workload, compared with the floor in the same round.</summary>
/// <param name="Contestant">The name of the contestant.</param>
/// <param name="Bytes">The allocated bytes of one run.</param>
/// <param name="BytesRatio">The bytes as a multiple of the bytes of the floor.</param>
/// <param name="Time">The median time of one run.</param>
/// <param name="TimeRatio">The median of the ratios to the time of the floor, one ratio per round.</param>
/// <param name="LowRatio">The lower quartile of these ratios.</param>
/// <param name="HighRatio">The upper quartile of these ratios.</param>
internal sealed record Measurement(
    string Contestant, long Bytes, double BytesRatio, TimeSpan Time, double TimeRatio, double LowRatio, double HighRatio);
