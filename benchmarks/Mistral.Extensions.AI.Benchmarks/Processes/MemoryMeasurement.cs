using System.Diagnostics;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Measures the memory of one call in a process of its own.</summary>
internal static class MemoryMeasurement
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Prints the allocated bytes and the growth of the peak of the resident memory, in MB.</summary>
    internal static async Task RunAsync(Func<Task> callAsync)
    {
        GC.Collect();
        ResetPeak();
        var (allocated, memory) = (GC.GetTotalAllocatedBytes(precise: true), GetProcess().PeakWorkingSet64);
        await callAsync();
        var growth = GetProcess().PeakWorkingSet64 - memory;
        Console.WriteLine($"{(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Megabyte} {growth / Megabyte}");
    }

    // Without it, an earlier peak would hide a growth. Linux only: https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    private static void ResetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static Process GetProcess() => Process.GetCurrentProcess();
}
