using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Runs the measurements that need a new process, alternating between the implementations.</summary>
internal static class ProcessMeasurements
{
    private const int Rounds = 5;

    private static readonly string[] Implementations = ["baseline", "mistral", "openai"];

    internal static async Task<IReadOnlyList<ProcessMeasurement>> MeasureAsync()
    {
        var (server, port) = await ChildProcess.StartServerAsync();
        try
        {
            return
            [
                .. await MeasureAsync(
                    "streams",
                    $"{port}",
                    ("200 concurrent streams of 200 chunks: CPU", "ms"),
                    ("200 concurrent streams of 200 chunks: peak memory", "MB")),
                .. await MeasureAsync("first-call", $"{port}", ("first call of a process", "ms")),
                .. await MeasureAsync(
                    "large-input",
                    "",
                    ("100 MB image in a message: allocated", "MB"),
                    ("100 MB image in a message: growth of the peak memory", "MB")),
            ];
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private static async Task<IReadOnlyList<ProcessMeasurement>> MeasureAsync(
        string command, string argument, params (string Name, string Unit)[] numbers)
    {
        var samples = Implementations.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Implementations.Length; i++)
                samples[i].Add(await ChildProcess.MeasureAsync(command, Implementations[i], argument));
        }

        return
        [
            .. numbers.Select((number, column) => new ProcessMeasurement(
                number.Name,
                number.Unit,
                [.. samples.Select(rounds => rounds.Select(values => values[column]).Order().ElementAt(Rounds / 2))])),
        ];
    }
}
