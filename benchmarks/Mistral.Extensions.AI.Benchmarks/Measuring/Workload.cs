namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>A task that each implementation runs, so that their cost can be compared.</summary>
/// <param name="Name">The name in the result table.</param>
/// <param name="Unit">What <paramref name="Units"/> counts, for example <c>chunk</c>.</param>
/// <param name="Units">The number of units in one run.</param>
/// <param name="MaxBytes">The goal for the bytes that this library allocates, as a multiple of the bytes of the baseline.</param>
/// <param name="MaxTime">The goal for the time of this library on a quiet machine, as a multiple of the time of the baseline.</param>
/// <param name="Implementations">The implementations. The first one is the baseline, the second one is this library.</param>
internal sealed record Workload(
    string Name, string Unit, int Units, double MaxBytes, double MaxTime, IReadOnlyList<Implementation> Implementations);
