using Mistral.Extensions.AI.Benchmarks.Transport;

namespace Mistral.Extensions.AI.Benchmarks.Measuring;

/// <summary>One implementation of a workload.</summary>
/// <param name="Name">The name in the result table, one of the constants.</param>
/// <param name="Server">The server that receives the requests.</param>
/// <param name="RunAsync">Runs the workload once, and returns what a caller of the library receives.</param>
/// <param name="Describe">Describes a result as text. All implementations of a workload must have the same description.</param>
internal sealed record Implementation(string Name, StubHandler Server, Func<Task<object>> RunAsync, Func<object, string> Describe)
{
    internal const string Baseline = "baseline";
    internal const string Mistral = "Mistral.Extensions.AI";
    internal const string MistralWithRetries = "Mistral.Extensions.AI, with retries";
    internal const string OpenAI = "OpenAI";
    internal const string Anthropic = "Anthropic";
}
