namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>A measurement that needs a separate process: the median of several processes for each implementation.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of the numbers.</param>
/// <param name="Values">The median for each implementation: baseline, this library, OpenAI.</param>
internal sealed record ProcessMeasurement(string Name, string Unit, IReadOnlyList<double> Values)
{
    internal double Ratio(int implementation) => Values[implementation] / Values[0];
}
