// Embeds the texts of a folder and classifies them by topic, in batch jobs. The results are written to <folder>-results. If the program
// is stopped or killed, the jobs continue; start it again with the same folder, and it waits for them and reads their results.
//
//   dotnet run --project samples/Corpus
//   dotnet run --project samples/Corpus -- <folder with .txt files> [run ID]
//
// Without MISTRAL_API_KEY, the sample starts an emulator in its own process, so the jobs end with the sample. To see that a run continues,
// start the emulator in another process, with slow jobs. Stop the sample with Ctrl+C before it ends, or kill it, and start it again:
//
//   dotnet run --project src/Mistral.Extensions.AI.Emulator.Tool -- --batch-rate 2
//   MISTRAL_EMULATOR_ENDPOINT=http://127.0.0.1:8080 dotnet run --project samples/Corpus

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;

var texts = TextFolder.Open(args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "Texts"));
var runId = args.ElementAtOrDefault(1) ?? texts.CreateRunId();
var results = Directory.CreateDirectory($"{texts.Path}-results").FullName;
var classification = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Classification>() };
var topics = new Dictionary<Topic, int>();

using var mistral = await SampleClient.CreateAsync();
Console.WriteLine($"Run {runId}: {texts.Count:N0} texts of {texts.Path}");

var failed = await RunAsync(
    "embeddings",
    BatchEndpoints.Embeddings,
    text => new EmbeddingRequest { Model = "mistral-embed", Input = [text] },
    response => response.Data[0].Embedding!.ToSingles());

failed += await RunAsync(
    "topics",
    mistral.AsBatchChatEndpoint("mistral-small-latest"),
    text => new BatchChatRequest(
        [new(ChatRole.System, "Which topic does the text have?"), new(ChatRole.User, text)], classification),
    response =>
    {
        var topic = JsonSerializer.Deserialize<Classification>(response.Text, JsonSerializerOptions.Web)!.Topic;
        topics[topic] = topics.GetValueOrDefault(topic) + 1;
        return topic;
    });

foreach (var (topic, count) in topics.OrderByDescending(topic => topic.Value))
    Console.WriteLine($"{topic,-12} {count,5:N0}");
Console.WriteLine($"{failed:N0} requests failed. The results are in {results}");

// Runs a request for each text, writes a line for each result, and returns the number of failed requests.
async Task<int> RunAsync<TRequest, TResponse>(
    string name, BatchEndpoint<TRequest, TResponse> endpoint, Func<string, TRequest> createRequest, Func<TResponse, object> getValue)
    where TRequest : class
    where TResponse : class
{
    var failed = 0;
    using var progress = new BatchProgressBar($"{name,-10}", texts.Count);
    var options = new BatchRunOptions { RunId = $"{runId}-{name}", Progress = progress };

    // Each start returns all results. The file of the last complete run is replaced at the end.
    var path = Path.Combine(results, $"{name}.jsonl");
    await using (var file = File.CreateText($"{path}.tmp"))
    {
        await foreach (var result in mistral.Batch.RunAsync(endpoint, texts.ReadAsync(createRequest), options))
        {
            failed += result.Response is null ? 1 : 0;
            await file.WriteLineAsync(JsonSerializer.Serialize(result.Response is { } response
                ? new { id = result.CustomId, value = getValue(response) }
                : (object)new { id = result.CustomId, error = result.Error?.Message }));
        }
    }

    File.Move($"{path}.tmp", path, overwrite: true);
    return failed;
}

internal sealed record Classification(Topic Topic);

[JsonConverter(typeof(JsonStringEnumConverter<Topic>))]
internal enum Topic
{
    Other,
    Business,
    Culture,
    Science,
    Sports,
    Technology,
}
