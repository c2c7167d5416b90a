using System.Runtime.InteropServices;

namespace Mistral.Extensions.AI.Benchmarks.Reports;

/// <summary>Describes the machine on which the program runs.</summary>
internal static class Machine
{
    internal static string Describe() => string.Join(
        ", ",
        $"{GetProcessor()} with {Environment.ProcessorCount} cores",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string GetProcessor()
    {
        const string Key = "model name";
        var line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
