using System.Net;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Models;

/// <summary>The log warning for the response header that announces the retirement of the model.</summary>
public sealed class ModelRetirementWarningTests : IDisposable
{
    private readonly LogCapture _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Model_retirement_is_logged_once_per_model()
    {
        using var client = CreateClient(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));

        await client.Chat.CompleteAsync(
            new() { Model = "mistral-old", Messages = [new UserMessage("Hi")] }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "mistral-old", Prompt = "def" }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken);
        await client.Fim.CompleteAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken);

        Assert.Equal(["mistral-old", "codestral-old"], GetWarnings().Select(text => text.Split(' ')[1]));
        Assert.All(GetWarnings(), text => Assert.Contains("2026-12-31T12:00:00Z", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retirement_header_of_a_stream_is_read()
    {
        var chunk = StubServer.Chunk("""{"content":"a"}""", "stop").ReplaceLineEndings(" ");
        using var client = CreateClient($"data: {chunk}\n\ndata: [DONE]\n\n", "text/event-stream");

        await foreach (
            var _ in client.Fim.StreamAsync(new() { Model = "codestral-old", Prompt = "def" }, TestContext.Current.CancellationToken))
        {
        }

        Assert.Contains("codestral-old", Assert.Single(GetWarnings()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retirement_header_of_embeddings_and_OCR_is_read()
    {
        using var client = CreateClient("""{"data":[],"pages":[]}""");

        await client.Embeddings.CreateAsync(new() { Model = "mistral-embed-old", Input = ["a"] }, TestContext.Current.CancellationToken);
        await client.Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-old", Document = OcrDocument.FromUrl(new("https://example.com/a.pdf")) },
            TestContext.Current.CancellationToken);

        Assert.Equal(["mistral-embed-old", "mistral-ocr-old"], GetWarnings().Select(text => text.Split(' ')[1]));
    }

    [Fact]
    public async Task Response_without_retirement_header_logs_no_warning()
    {
        using var client = CreateClient("""{"id":"m"}""", retirement: null);

        await client.Models.GetAsync("mistral-small-latest", TestContext.Current.CancellationToken);

        Assert.Empty(GetWarnings());
    }

    private MistralClient CreateClient(string body, string contentType = "application/json", string? retirement = "2026-12-31T12:00:00Z")
    {
        var server = new StubServer().Then(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, null, contentType) };
            if (retirement is not null)
                response.Headers.Add("x-model-deprecation-timestamp", retirement);
            return response;
        });
        return server.CreateClient(options => options.LoggerFactory = _log);
    }

    private IEnumerable<string> GetWarnings() => _log.LibraryEntries
        .Where(line => line.StartsWith("Warning ", StringComparison.Ordinal))
        .Select(line => line.Split(": ", 2)[1]);
}
