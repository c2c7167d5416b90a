using Mistral.Extensions.AI.Benchmarks.Measuring;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Runs the measurements that need a new process, alternating between the implementations.</summary>
internal static class ProcessMeasurements
{
    private const double MaxAllocated = 1;
    private const double MaxGrowth = 20;

    // The images and the buffer in which one of them arrives. A second copy of the images would be 2.
    private const double MaxAllocatedByResponse = LargeResponse.DecodedSize * 1.25;

    private static readonly string[] Chat =
        [Implementation.Baseline, Implementation.Mistral, Implementation.OpenAI, Implementation.Anthropic];

    private static readonly string[] OnlyMistral = [Implementation.Mistral];

    /// <summary>Measures the memory of large requests and responses.</summary>
    /// <param name="peers">Whether the other implementations are measured as well.</param>
    internal static async Task<IReadOnlyList<ProcessMeasurement>> MeasureMemoryAsync(bool peers)
    {
        var results = new List<ProcessMeasurement>();
        var chat = peers ? Chat : OnlyMistral;
        var rounds = peers ? 3 : 1;
        results.AddRange(await MeasureAsync(rounds, chat, ["chat-input", "image/png"], Input("100 MB image in a chat message")));
        results.AddRange(await MeasureAsync(rounds, chat, ["chat-input", "application/pdf"], Input("100 MB PDF in a chat message")));
        results.AddRange(await MeasureAsync(rounds, OnlyMistral, ["ocr-input", "file"], Input("OCR of a 100 MB file")));
        results.AddRange(await MeasureAsync(rounds, OnlyMistral, ["ocr-input", "stream"], Input("OCR of a 100 MB stream")));
        results.AddRange(
            await MeasureAsync(rounds, OnlyMistral, ["ocr-input", "forward-only"], Input("OCR of a 100 MB stream that cannot seek")));
        results.AddRange(await MeasureAsync(
            rounds,
            OnlyMistral,
            ["ocr-response", ""],
            [
                new($"OCR response of 200 MB with {LargeResponse.DecodedSize:N0} MB of images: allocated", "MB", MaxAllocatedByResponse),
                new("the same: growth of the peak memory", "MB"),
            ]));
        return results;
    }

    /// <summary>Measures concurrent streams and the first call, which depend on the machine.</summary>
    internal static async Task<IReadOnlyList<ProcessMeasurement>> MeasureTimesAsync()
    {
        var (server, port) = await ChildProcess.StartServerAsync("server");
        try
        {
            return
            [
                .. await MeasureAsync(
                    5,
                    Chat,
                    ["streams", port],
                    [
                        new("200 concurrent streams of 200 chunks: CPU", "ms", 0.95, Limit.MultipleOfBaseline),
                        new("the same: peak memory", "MB", 1, Limit.MultipleOfBaseline),
                    ]),
                .. await MeasureAsync(
                    5,
                    Chat,
                    ["paced-streams", port],
                    [
                        new("200 concurrent streams of 100 chunks per second: CPU per chunk", "µs"),
                        new("the same: number of such streams per core", "streams"),
                    ]),
                .. await MeasureAsync(
                    15, Chat, ["first-call", port], [new("first call of a process", "ms", 1.1, Limit.MultipleOfBaseline)]),
            ];
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private static ProcessNumber[] Input(string name) =>
        [new($"{name}: allocated", "MB", MaxAllocated), new("the same: growth of the peak memory", "MB", MaxGrowth)];

    private static async Task<IEnumerable<ProcessMeasurement>> MeasureAsync(
        int rounds, string[] implementations, string[] command, ProcessNumber[] numbers)
    {
        await Console.Error.WriteLineAsync(string.Join(' ', command));
        var samples = implementations.ToDictionary(name => name, _ => new List<double[]>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in round % 2 == 0 ? implementations : implementations.Reverse())
                samples[name].Add(await ChildProcess.MeasureAsync([.. command, name]));
        }

        return numbers.Select((number, column) => new ProcessMeasurement(
            number,
            samples.ToDictionary(sample => sample.Key, sample => Median(sample.Value.Select(values => values[column])))));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
