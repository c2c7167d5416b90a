// Four processes share one quota of the API through a rate limiter in PostgreSQL. No request is rejected, and at least 95 % of the quota
// is used.
//
//   samples/SharedLimit/run                                                    starts a temporary PostgreSQL server and this program
//   dotnet run --project samples/SharedLimit -- "Host=db;Username=app;..."     uses a running PostgreSQL server
//
// Runs on a local emulator of the API with a quota of 400 requests in 20 seconds, also if MISTRAL_API_KEY is set.

using Mistral.Extensions.AI.Emulator;
using Npgsql;

const int ProcessCount = 4;
var quota = new RateLimitQuota { Requests = 400, RequestWindow = TimeSpan.FromSeconds(20) };

switch (args)
{
    case ["worker", var database, var endpoint, var name]:
        return await Worker.RunAsync(database, new Uri(endpoint), name, duration: TimeSpan.FromSeconds(45), quota);
    case [var database]:
        return await RunProcessesAsync(database);
    default:
        Console.WriteLine("""
            This sample needs a PostgreSQL server.
              samples/SharedLimit/run starts a temporary one (Debian: apt-get install postgresql).
              dotnet run --project samples/SharedLimit -- "Host=...;Username=...;Password=..." uses yours.
            """);
        return 0;
}

async Task<int> RunProcessesAsync(string database)
{
    await using var dataSource = NpgsqlDataSource.Create(database);
    await Worker.CreateLimiter(dataSource, quota).CreateTableAsync();
    await using var emulator = await MistralEmulator.StartAsync(new MistralEmulatorOptions { Quota = quota });
    Console.WriteLine($"{ProcessCount} processes, quota: {quota.Requests} requests in {quota.RequestWindow.TotalSeconds} seconds");
    await Task.WhenAll(Enumerable.Range(1, ProcessCount)
        .Select(number => WorkerProcess.RunAsync("worker", database, emulator.Endpoint.ToString(), $"process {number}")));
    return Summary.Print(emulator.Requests, quota);
}
