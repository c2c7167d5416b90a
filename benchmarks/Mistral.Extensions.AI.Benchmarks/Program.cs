using System.Globalization;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Processes;
using Mistral.Extensions.AI.Benchmarks.Reports;
using Mistral.Extensions.AI.Benchmarks.Workloads;

const string Help = """
    Measures the speed and the memory of Mistral.Extensions.AI next to a hand-written client (the baseline), OpenAI and Anthropic.

    Usage: dotnet run -c Release --project benchmarks/Mistral.Extensions.AI.Benchmarks -- [options]

      --check          Measure only the bytes and the memory of this library and of the baseline, and fail if a goal is missed.
      --only <text>    Measure only the workloads whose name contains the text.
      --batch-run      Measure only the memory of Batch.RunAsync with 10,000, 100,000 and 1,000,000 requests. Takes two minutes.
      --output <dir>   Write results.md and performance.svg to this directory. Default: only print the tables.
      --help           Show this help.
    """;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    // Used by this program to start itself again.
    case ["server"]:
        await StreamServer.RunAsync();
        return 0;
    case ["streams", var port, var implementation]:
        await StreamLoad.RunAsync(implementation, port);
        return 0;
    case ["paced-streams", var port, var implementation]:
        await StreamLoad.RunPacedAsync(implementation, port);
        return 0;
    case ["first-call", var port, var implementation]:
        await FirstCall.RunAsync(implementation, port);
        return 0;
    case ["chat-input", var mediaType, var implementation]:
        await LargeInput.SendToChatAsync(implementation, mediaType);
        return 0;
    case ["ocr-input", var source, _]:
        await LargeInput.SendToOcrAsync(source);
        return 0;
    case ["ocr-response", ..]:
        await LargeResponse.RunAsync();
        return 0;
    case ["emulator"]:
        await BatchRunMemory.RunEmulatorAsync();
        return 0;
    case ["batch-run", var port, var count]:
        await BatchRunMemory.RunAsync(port, int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["--check"]:
        return await CheckAsync();
    case ["--only", var text]:
        Console.WriteLine(MarkdownReport.Create(new(await MeasureWorkloadsAsync(check: false, text), [])));
        return 0;
    case ["--batch-run"]:
        await BatchRunMemory.MeasureAsync();
        return 0;
    case []:
        return await RunAsync(outputDirectory: null);
    case ["--output", var directory]:
        return await RunAsync(directory);
    default:
        Console.WriteLine(Help);
        return args is ["--help"] ? 0 : 2;
}

static async Task<int> CheckAsync()
{
    var results = new Results(await MeasureWorkloadsAsync(check: true), await MeasureGrowthAsync())
    {
        Processes = await ProcessMeasurements.MeasureMemoryAsync(peers: false),
    };
    Console.WriteLine(MarkdownReport.Create(results));
    var missed = results.GetMissedMemoryGoals().ToList();
    missed.ForEach(Console.WriteLine);
    return missed.Count > 0 ? 1 : 0;
}

static async Task<int> RunAsync(string? outputDirectory)
{
    var results = new Results(await MeasureWorkloadsAsync(check: false), await MeasureGrowthAsync())
    {
        Processes = [.. await ProcessMeasurements.MeasureTimesAsync(), .. await ProcessMeasurements.MeasureMemoryAsync(peers: true)],
    };
    var report = MarkdownReport.Create(results);
    Console.WriteLine(report);
    if (outputDirectory is not null)
    {
        await File.WriteAllTextAsync(Path.Combine(outputDirectory, "results.md"), report);
        await File.WriteAllTextAsync(Path.Combine(outputDirectory, "performance.svg"), PerformanceChart.Create(results));
    }

    return 0;
}

static async Task<List<(Workload, IReadOnlyList<Measurement>)>> MeasureWorkloadsAsync(bool check, string text = "")
{
    var results = new List<(Workload, IReadOnlyList<Measurement>)>();
    foreach (var create in WorkloadList.All)
    {
        var workload = create();
        if (!workload.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            continue;

        if (check)
            workload = workload with { Implementations = [.. workload.Implementations.Take(2)] };
        await Console.Error.WriteLineAsync(workload.Name);
        results.Add((workload, await Runner.MeasureAsync(workload, rounds: check ? 0 : 21)));
    }

    return results;
}

static async Task<List<Growth>> MeasureGrowthAsync()
{
    var results = new List<Growth>();
    foreach (var workload in GrowthWorkload.All)
    {
        await Console.Error.WriteLineAsync(workload.Name);
        results.Add(await Growth.MeasureAsync(workload));
    }

    return results;
}
