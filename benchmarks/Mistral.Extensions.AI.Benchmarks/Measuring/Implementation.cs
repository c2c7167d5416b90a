namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>One implementation of a workload.</summary>
/// <param name="Name">The name in the result table, for example <c>baseline</c>.</param>
/// <param name="RunAsync">Runs the workload once, and returns what a caller of the library receives.</param>
/// <param name="Describe">Describes a result as text. All implementations of a workload must have the same description.</param>
internal sealed record Implementation(string Name, Func<Task<object>> RunAsync, Func<object, string> Describe);
