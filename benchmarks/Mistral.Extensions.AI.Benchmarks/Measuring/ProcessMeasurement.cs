namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>Numbers that need a process of their own: the median of several processes for each contestant.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">The unit of the numbers.</param>
/// <param name="Values">The median for each contestant: floor, this library, OpenAI.</param>
internal sealed record ProcessMeasurement(string Name, string Unit, IReadOnlyList<double> Values)
{
    internal double Ratio(int contestant) => Values[contestant] / Values[0];
}
