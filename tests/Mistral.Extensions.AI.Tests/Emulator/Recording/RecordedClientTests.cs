using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>An application records its requests with a key, and its tests replay the responses without one.</summary>
public sealed class RecordedClientTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_gets_the_same_results_from_a_replay()
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.CallTool("get_weather", """{"city":"Paris"}""");
        recordings.Upstream.Server.Stream("It is ", "sunny.");

        var recorded = await RunAsync(await recordings.RecordAsync(), TestRecordings.Key);
        var replayed = await RunAsync(await recordings.ReplayAsync(), "no-real-key-0123456789");

        Assert.Equal("get_weather Paris|It is ,sunny.|2|{}\n", recorded[..recorded.LastIndexOf('|')]);
        Assert.Equal(recorded, replayed);
        Assert.Equal(5, recordings.Upstream.Server.Requests.Count);
        Assert.DoesNotContain(TestRecordings.Key, recordings.AllContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_after_a_recorded_error_gets_the_next_recording()
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(503));
        recordings.Upstream.Server.Say("It works again.");
        var recorder = await recordings.RecordAsync();
        using var recordingClient = CreateClient(recorder, TestRecordings.Key);
        await recordingClient.AsIChatClient("mistral-small-latest").GetResponseAsync("Hi", cancellationToken: CancellationToken);
        var replayer = await recordings.ReplayAsync();
        using var client = CreateClient(replayer, "any");

        var response = await client.AsIChatClient("mistral-small-latest").GetResponseAsync("Hi", cancellationToken: CancellationToken);

        Assert.Equal("It works again.", response.Text);
        Assert.Equal([503, 200], replayer.Server.Requests.Select(request => request.StatusCode));
    }

    [Fact]
    public async Task Request_without_a_recording_is_an_exception_with_the_reason_and_is_not_retried()
    {
        await using var recordings = await TestRecordings.StartAsync();
        var replayer = await recordings.ReplayAsync();
        using var client = CreateClient(replayer, "any");

        var error = await Assert.ThrowsAsync<MistralException>(
            () => client.AsIChatClient("mistral-small-latest").GetResponseAsync("Hi", cancellationToken: CancellationToken));

        Assert.Contains("There is no recording for this request: POST /v1/chat/completions.", error.Message, StringComparison.Ordinal);
        Assert.Single(replayer.Server.Requests);
    }

    private static MistralClient CreateClient(TestEmulator emulator, string key) => new(new MistralClientOptions
    {
        Endpoint = emulator.Server.Endpoint,
        ApiKey = key,
        TimeProvider = new FastTimeProvider(),
    });

    /// <summary>Calls chat, streaming, embeddings and files, and returns the results as one text.</summary>
    private static async Task<string> RunAsync(TestEmulator emulator, string key)
    {
        using var client = CreateClient(emulator, key);
        var chat = client.AsIChatClient("mistral-small-latest");
        var tool = AIFunctionFactory.CreateDeclaration("get_weather", null, JsonElement.Parse("""{"type":"object"}"""));
        var response = await chat.GetResponseAsync("What is the weather?", new() { Tools = [tool] }, CancellationToken);
        var call = response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        var updates = new List<string>();
        await foreach (var update in chat.GetStreamingResponseAsync("Is it sunny?", cancellationToken: CancellationToken))
            updates.Add(update.Text);
        using var generator = client.AsIEmbeddingGenerator("mistral-embed");
        var embeddings = await generator.GenerateAsync(["a", "b"], cancellationToken: CancellationToken);
        var file = await client.Files.UploadAsync(
            new() { File = FileData.FromStream(new MemoryStream("{}\n"u8.ToArray()), name: "a.jsonl"), Purpose = "batch" },
            cancellationToken: CancellationToken);
        using var reader = new StreamReader(await client.Files.DownloadAsync(file.Id!, CancellationToken));
        return $"{call.Name} {call.Arguments!["city"]}|{string.Join(',', updates.Where(text => text.Length > 0))}|{embeddings.Count}|"
            + $"{await reader.ReadToEndAsync(CancellationToken)}|{response.ResponseId} {embeddings[0].Vector.Span[0]}";
    }
}
