using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Retries of requests whose files are read from streams while they are sent.</summary>
public sealed class RequestStreamRetryTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[100_000]];

    [Fact]
    public async Task Stream_that_can_seek_is_sent_again()
    {
        var server = CreateBusyServer();
        using var client = CreateClient(server);

        await Assert.ThrowsAsync<MistralException>(() => ProcessAsync(client, OcrDocument.FromStream(new MemoryStream(Pdf))));

        Assert.Equal(3, server.RequestBodies.Count);
        var expected = "data:application/pdf;base64," + Convert.ToBase64String(Pdf);
        Assert.All(server.RequestBodies, body => Assert.Equal(expected, (string?)body!["document"]!["document_url"]));
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_sent_once_and_the_error_says_why()
    {
        var server = CreateBusyServer();
        using var client = CreateClient(server);

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => ProcessAsync(client, OcrDocument.FromStream(new ForwardOnlyStream(Pdf), "application/pdf")));

        Assert.Single(server.RequestBodies);
        Assert.EndsWith(
            "not retried, because a stream of the request cannot be read again; pass a stream that can seek)",
            exception.Message,
            StringComparison.Ordinal);
    }

    private static StubServer CreateBusyServer() => new StubServer().Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
        return response;
    });

    private static MistralClient CreateClient(StubServer server) => new(
        new HttpClient(new RetryHandler(2, TimeProvider.System, NullLogger.Instance) { InnerHandler = server }),
        new() { ApiKey = "emulator-key-0123456789" });

    private static Task<OcrResponse> ProcessAsync(MistralClient client, ContentChunk document) => client.Ocr.ProcessAsync(
        new() { Model = "mistral-ocr-latest", Document = document }, TestContext.Current.CancellationToken);
}
