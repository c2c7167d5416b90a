// The program that BatchRunKillTests kills. Sends embedding requests in batch jobs, and prints the ID of each result.
//
// Arguments: the endpoint, the ID of the run, the number of requests, and the number of requests in a shard.

using System.Globalization;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;

var (endpoint, runId) = (new Uri(args[0]), args[1]);
var (count, shardSize) = (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));

using var client = new MistralClient(new MistralClientOptions { Endpoint = endpoint, ApiKey = "test-key" });
var options = new BatchRunOptions { RunId = runId, ShardSize = shardSize, MaxActiveJobs = 3 };
await foreach (var result in client.Batch.RunAsync(BatchEndpoints.Embeddings, CreateRequests().ToAsyncEnumerable(), options))
{
    _ = result.GetResponse();
    Console.WriteLine(result.CustomId);
}

IEnumerable<(string Id, EmbeddingRequest Request)> CreateRequests()
{
    // Long texts, so that an upload takes some time.
    var text = string.Concat(Enumerable.Repeat(" word", 3000));
    for (var i = 0; i < count; i++)
        yield return ($"{i}", new() { Model = "codestral-embed", OutputDimension = 8, Input = [$"{i}{text}"] });
}
