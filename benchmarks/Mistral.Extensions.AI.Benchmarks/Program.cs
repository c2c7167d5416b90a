using System.Globalization;
using Mistral.Extensions.AI.Benchmarks.Measuring;
using Mistral.Extensions.AI.Benchmarks.Processes;
using Mistral.Extensions.AI.Benchmarks.Reports;
using Mistral.Extensions.AI.Benchmarks.Workloads;

const string Help = """
    Measures the speed and the allocated bytes of Mistral.Extensions.AI next to a hand-written client (the baseline) and the OpenAI package.

    Usage: dotnet run -c Release --project benchmarks/Mistral.Extensions.AI.Benchmarks -- [options]

      --check          Measure only bytes, and fail if a goal is missed.
      --output <dir>   Write results.md and bytes.svg to this directory. Default: only print the tables.
      --help           Show this help.
    """;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    // Used by this program to start itself again.
    case ["server"]:
        await StreamServer.RunAsync();
        return 0;
    case ["streams", var implementation, var port]:
        await StreamLoad.RunAsync(implementation, int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["first-call", var implementation, var port]:
        await FirstCall.RunAsync(implementation, int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["large-input", var implementation, _]:
        await LargeInput.RunAsync(implementation);
        return 0;
    case [] or ["--check"]:
        return await RunAsync(check: args.Length > 0, outputDirectory: null);
    case ["--output", var directory]:
        return await RunAsync(check: false, directory);
    default:
        Console.WriteLine(Help);
        return args is ["--help"] ? 0 : 2;
}

static async Task<int> RunAsync(bool check, string? outputDirectory)
{
    var workloads = new List<(Workload, IReadOnlyList<Measurement>)>();
    foreach (var create in WorkloadList.All)
    {
        var workload = create();
        await Console.Error.WriteLineAsync(workload.Name);
        workloads.Add((workload, await Runner.MeasureAsync(workload, rounds: check ? 0 : 21)));
    }

    var growth = new List<Growth>();
    foreach (var workload in GrowthWorkload.All)
        growth.Add(await Growth.MeasureAsync(workload));

    var results = new Results(workloads, check ? [] : await ProcessMeasurements.MeasureAsync(), growth);
    var report = MarkdownReport.Create(results);
    Console.WriteLine(report);
    if (outputDirectory is not null)
    {
        await File.WriteAllTextAsync(Path.Combine(outputDirectory, "results.md"), report);
        await File.WriteAllTextAsync(Path.Combine(outputDirectory, "bytes.svg"), BytesChart.Create(results));
    }

    var missed = results.GetMissedGoals().ToList();
    missed.ForEach(Console.WriteLine);
    return check && missed.Count > 0 ? 1 : 0;
}
