using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Control;

/// <summary>The reset of the emulator: <see cref="MistralEmulator.ResetAsync"/> and <c>POST /_emulator/reset</c>.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class ResetTests
{
    private static readonly string[] Lists =
    [
        "/v1/files", "/v1/agents", "/v1/conversations", "/v1/libraries", "/v1/batch/jobs", "/v1/fine_tuning/jobs", "/v1/audio/voices",
        "/v1/connectors", "/v1/models",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reset_removes_everything_that_was_added(bool overHttp)
    {
        await using var emulator = await StartAsync();
        var before = await GetListsAsync(emulator);
        var responses = await AddEverythingAsync(emulator);
        Assert.All(before.Zip(await GetListsAsync(emulator)), lists => Assert.NotEqual(lists.First, lists.Second));

        if (overHttp)
            Assert.Equal(204, (int)(await emulator.SendAsync(HttpMethod.Post, "/_emulator/reset")).Status);
        else
            await emulator.Server.ResetAsync();

        Assert.Empty(emulator.Server.Requests);
        Assert.Empty(emulator.Server.UnusedScripts);
        Assert.Equal(before, await GetListsAsync(emulator));
        await emulator.Server.ResetAsync();
        await GetListsAsync(emulator);
        Assert.Equal(responses, await AddEverythingAsync(emulator));
    }

    [Fact]
    public async Task Reset_of_a_test_keeps_the_objects_of_the_API()
    {
        await using var emulator = await StartAsync();
        await AddEverythingAsync(emulator);
        var lists = await GetListsAsync(emulator);

        await emulator.SendAsync(HttpMethod.Post, "/_emulator/reset?test_id=a");

        Assert.Equal(lists, await GetListsAsync(emulator));
    }

    [Fact]
    public async Task Reset_restarts_rate_limits_and_random_faults()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            Quota = new RateLimitQuota { Requests = 20 },
            RandomFaults = [new RandomFault(503, 0.3)],
        });
        var first = await GetStatusCodesAsync(emulator);

        await emulator.Server.ResetAsync();

        Assert.Contains(429, first);
        Assert.Contains(503, first);
        Assert.Equal(first, await GetStatusCodesAsync(emulator));
    }

    [Fact]
    public async Task Reset_cancels_running_batch_jobs()
    {
        await using var emulator = await StartAsync();
        await PostAsync(emulator, "/v1/batch/jobs", BatchJob);

        await emulator.Server.ResetAsync();

        Assert.Equal(0, (int)(await emulator.GetJsonAsync("/v1/batch/jobs"))["total"]!);
    }

    private const string BatchJob = """
        {"endpoint":"/v1/embeddings","model":"mistral-embed","requests":[{"custom_id":"1","body":{"input":"a"}}]}
        """;

    private static Task<TestEmulator> StartAsync() =>
        TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            TimeProvider = new ManualTimeProvider(),
            DefaultBatchJob = new ScriptedBatchJob { QueuedTime = TimeSpan.FromHours(1) },
        });

    private static async Task<IReadOnlyList<string>> GetListsAsync(TestEmulator emulator)
    {
        var lists = new List<string>();
        foreach (var path in Lists)
            lists.Add((await emulator.SendAsync(HttpMethod.Get, path)).Body);
        return lists;
    }

    /// <summary>Adds objects of all kinds, and returns the responses, which contain their IDs.</summary>
    private static async Task<IReadOnlyList<string>> AddEverythingAsync(TestEmulator emulator)
    {
        var file = await emulator.UploadAsync(new StringContent("""{"messages":[]}"""), "a.jsonl", "fine-tune");
        emulator.Server.AddConnector("weather", new ScriptedConnectorTool("get_weather", _ => "Sunny"));
        var audio = Convert.ToBase64String(AudioFiles.CreateMp3(200));
        var prompt = string.Concat(Enumerable.Repeat("word ", 200));
        List<string> responses =
        [
            await PostAsync(emulator, "/v1/agents", """{"model":"mistral-small-latest","name":"a"}"""),
            await PostAsync(emulator, "/v1/conversations", """{"model":"mistral-small-latest","inputs":"Hi"}"""),
            await PostAsync(emulator, "/v1/libraries", """{"name":"a"}"""),
            await PostAsync(emulator, "/v1/fine_tuning/jobs",
                $$$"""
                {"model":"open-mistral-7b","training_files":[{"file_id":"{{{file}}}"}],"hyperparameters":{"training_steps":10} }
                """),
            await PostAsync(emulator, "/v1/audio/voices", $$"""{"name":"a","sample_audio":"{{audio}}"}"""),
            await PostAsync(emulator, "/v1/chat/completions",
                $$"""{"model":"mistral-small-latest","prompt_cache_key":"a","messages":[{"role":"user","content":"{{prompt}}"}]}"""),
        ];
        await emulator.SendAsync(HttpMethod.Delete, "/v1/models/ft:open-mistral-7b:587a6b29:20240514:7e773925");
        await PostAsync(emulator, "/v1/batch/jobs", BatchJob);
        emulator.Server.Say("Left");
        return responses;
    }

    private static async Task<string> PostAsync(TestEmulator emulator, string path, string body) =>
        (await emulator.SendAsync(HttpMethod.Post, path, body)).Body;

    private static async Task<IReadOnlyList<int>> GetStatusCodesAsync(TestEmulator emulator)
    {
        var statusCodes = new List<int>();
        for (var count = 0; count < 40; count++)
            statusCodes.Add((int)(await emulator.PostUserMessageAsync("Hi")).Status);
        return statusCodes;
    }
}
