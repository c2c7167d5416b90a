using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Runs of each endpoint that batch jobs support.</summary>
public sealed class BatchRunEndpointTests
{
    private const string Classifier = "ft:classifier:ministral-3b-latest:587a6b29:20250401:1e6ab5a9";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public Task Chat_completions_can_be_run() => AssertRunsAsync(
        BatchEndpoints.ChatCompletions, new() { Model = "mistral-small-latest", Messages = [new UserMessage("Hi")] });

    [Fact]
    public Task Embeddings_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Embeddings, new() { Model = "mistral-embed", Input = ["a", "b"] });

    [Fact]
    public Task Fim_completions_can_be_run() => AssertRunsAsync(
        BatchEndpoints.FimCompletions, new() { Model = "codestral-latest", Prompt = "def" });

    [Fact]
    public Task Ocr_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Ocr,
        new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromBytes(PdfBuilder.Create("(One page) Tj")) });

    [Fact]
    public Task Moderations_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Moderations, new() { Model = "mistral-moderation-latest", Input = ["a"] });

    [Fact]
    public Task Chat_moderations_can_be_run() => AssertRunsAsync(
        BatchEndpoints.ChatModerations, new() { Model = "mistral-moderation-latest", Input = [[new UserMessage("a")]] });

    [Fact]
    public Task Classifications_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Classifications, new() { Model = Classifier, Input = ["a"] });

    [Fact]
    public Task Chat_classifications_can_be_run() => AssertRunsAsync(
        BatchEndpoints.ChatClassifications, new() { Model = Classifier, Input = [new() { Messages = [new UserMessage("a")] }] });

    [Fact]
    public Task Transcriptions_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Transcriptions,
        new() { Model = "voxtral-mini-latest", FileUrl = "https://files.example/a.mp3", TimestampGranularities = ["segment"] });

    [Fact]
    public Task Conversations_can_be_run() => AssertRunsAsync(
        BatchEndpoints.Conversations, new() { Model = "mistral-medium-latest", Inputs = "Hi" });

    [Fact]
    public async Task Agent_responds_to_chat_requests_without_a_model()
    {
        await using var server = await BatchRunServer.StartAsync();
        server.Emulator.AddAgent("ag:1", "mistral-large-latest");
        var requests = new[] { ("id-1", new ChatCompletionRequest { Messages = [new UserMessage("Hi")] }) }.ToAsyncEnumerable();

        var result = await server.Client.Batch
            .RunAsync(BatchEndpoints.ChatCompletions, requests, new() { RunId = "run", AgentId = "ag:1" }, CancellationToken)
            .SingleAsync(CancellationToken);

        Assert.Equal("mistral-large-latest", result.GetResponse().Model);
    }

    private static async Task AssertRunsAsync<TRequest, TResponse>(BatchEndpoint<TRequest, TResponse> endpoint, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        await using var server = await BatchRunServer.StartAsync();
        var requests = new[] { ("id-1", request) }.ToAsyncEnumerable();

        var result = await server.Client.Batch.RunAsync(endpoint, requests, new() { RunId = "run" }, CancellationToken)
            .SingleAsync(CancellationToken);

        Assert.Equal("id-1", result.CustomId);
        Assert.NotNull(result.GetResponse());
        Assert.Equal(endpoint.Path, Assert.Single(await server.GetJobsAsync()).Endpoint);
    }
}
