using System.Diagnostics;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Npgsql;

/// <summary>One of the processes that share the quota.</summary>
internal static class Worker
{
    private const string Model = "mistral-small-latest";
    private const int ProcessCount = 4;
    private const int ConcurrentRequests = 2;

    /// <summary>Creates the limiter, which is the same in all processes.</summary>
    public static PostgreSqlRateLimiter CreateLimiter(NpgsqlDataSource dataSource, RateLimitQuota quota) => new(new()
    {
        DataSource = dataSource,
        Name = Model,
        PermitLimit = quota.Requests!.Value - (ProcessCount * ConcurrentRequests) - 1,
        Window = quota.RequestWindow,
    });

    /// <summary>Sends requests until the time is over.</summary>
    public static async Task<int> RunAsync(string database, Uri endpoint, string name, TimeSpan duration, RateLimitQuota quota)
    {
        await using var dataSource = NpgsqlDataSource.Create(database);
        await using var limiter = CreateLimiter(dataSource, quota);
        using var client = new MistralClient(new MistralClientOptions
        {
            Endpoint = endpoint,
            ApiKey = SampleClient.EmulatorKey,
            RateLimiter = limiter,
        });
        var chat = client.AsIChatClient(Model);
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable.Range(0, ConcurrentRequests).Select(_ => SendAsync(chat, () => clock.Elapsed < duration)));
        Console.WriteLine($"{name}: {counts.Sum()} responses");
        return 0;
    }

    private static async Task<int> SendAsync(IChatClient chat, Func<bool> shouldContinue)
    {
        var count = 0;
        for (; shouldContinue(); count++)
            await chat.GetResponseAsync("Hello");
        return count;
    }
}
