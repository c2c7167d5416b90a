using System.Net;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Documents of 100 MB in requests, most of which are sent three times. Not parallel, because the allocated memory of the process is
/// measured.
/// </summary>
[Collection(nameof(NonParallel))]
[Trait("Requires", "net8.0")]
public sealed class LargeRequestTests : IDisposable
{
    private const int Size = 100 * 1024 * 1024;
    private const int MaxAllocated = 1024 * 1024;

    private static readonly byte[] Signature = "%PDF-1.7\n"u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string FilePath => Path.Combine(_folder.FullName, "large.pdf");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task OCR_of_a_file_of_100_MB_allocates_less_than_1_MB()
    {
        CreateFile();

        await AssertSentThreeTimesAsync(client => ProcessAsync(client, OcrDocument.FromFile(FilePath)));
    }

    [Fact]
    public async Task OCR_of_a_stream_of_100_MB_allocates_less_than_1_MB()
    {
        CreateFile();
        await using var stream = File.OpenRead(FilePath);

        await AssertSentThreeTimesAsync(client => ProcessAsync(client, OcrDocument.FromStream(stream)));
    }

    [Fact]
    public async Task OCR_of_a_stream_of_100_MB_that_cannot_seek_allocates_less_than_1_MB_and_is_not_retried()
    {
        CreateFile();
        await using var file = File.OpenRead(FilePath);
        await using var stream = new SequentialStream(file);
        var server = new Server(failures: 1);

        var allocated = await MeasureAsync(server, async client =>
        {
            var error = await Assert.ThrowsAsync<MistralException>(
                () => ProcessAsync(client, OcrDocument.FromStream(stream, "application/pdf")));
            Assert.Contains("pass a stream that can seek", error.Message, StringComparison.Ordinal);
        });

        Assert.InRange(Assert.Single(server.RequestLengths), Size / 3 * 4, (Size / 3 * 4) + 1000);
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    [Fact]
    public async Task OCR_of_100_MB_in_memory_allocates_less_than_1_MB()
    {
        var bytes = CreateBytes();

        await AssertSentThreeTimesAsync(client => ProcessAsync(client, OcrDocument.FromBytes(bytes)));
    }

    [Theory]
    [InlineData("application/pdf")]
    [InlineData("image/png")]
    [InlineData("audio/wav")]
    public async Task Chat_message_with_a_DataContent_of_100_MB_allocates_less_than_1_MB(string mediaType)
    {
        var content = new DataContent(CreateBytes(), mediaType);

        await AssertSentThreeTimesAsync(client => client.AsIChatClient("mistral-small-latest")
            .GetResponseAsync([new(ChatRole.User, [new TextContent("Summarize"), content])]));
    }

    [Fact]
    public async Task Streaming_request_with_a_DataContent_of_100_MB_allocates_less_than_1_MB()
    {
        var content = new DataContent(CreateBytes(), "application/pdf");

        await AssertSentThreeTimesAsync(async client =>
        {
            await foreach (var _ in client.AsIChatClient("mistral-small-latest").GetStreamingResponseAsync([new(ChatRole.User, [content])]))
            {
            }
        });
    }

    [Fact]
    public async Task Chat_request_with_a_file_of_100_MB_allocates_less_than_1_MB()
    {
        CreateFile();
        var url = MediaUrl.FromFile(FilePath, "application/pdf");

        await AssertSentThreeTimesAsync(client => client.Chat.CompleteAsync(new()
        {
            Model = "mistral-small-latest",
            Messages = [new UserMessage(new MessageContent([new DocumentUrlChunk(url)]))],
        }));
    }

    private static async Task AssertSentThreeTimesAsync(Func<MistralClient, Task> sendAsync)
    {
        var server = new Server(failures: 2);

        var allocated = await MeasureAsync(server, sendAsync);

        Assert.Equal(3, server.RequestLengths.Count);
        Assert.All(server.RequestLengths, length => Assert.InRange(length, Size / 3 * 4, (Size / 3 * 4) + 1000));
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    private static async Task<long> MeasureAsync(Server server, Func<MistralClient, Task> sendAsync)
    {
        using var retries = new RetryHandler(2, TimeProvider.System, NullLogger.Instance) { InnerHandler = server };
        using var http = new HttpClient(retries);
        using var client = new MistralClient(
            http, new() { ApiKey = "emulator-key-0123456789", ChatRules = new() { MaxImageSize = null } });

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await sendAsync(client);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static Task ProcessAsync(MistralClient client, ContentChunk document) =>
        client.Ocr.ProcessAsync(new() { Model = "mistral-ocr-latest", Document = document }, TestContext.Current.CancellationToken);

    private static byte[] CreateBytes() => [.. Signature, .. new byte[Size - Signature.Length]];

    private void CreateFile()
    {
        using var file = File.Create(FilePath);
        file.Write(Signature);
        file.SetLength(Size);
    }

    /// <summary>Reads each request and returns an error that is retried, until the given number of failures.</summary>
    private sealed class Server(int failures) : HttpMessageHandler
    {
        private static readonly string Completion = StubServer.Completion("""{"role":"assistant","content":"OK"}""");
        private static readonly string Event = TestCalls.SseEvent(StubServer.Chunk("""{"content":"OK"}""", "stop"));

        internal List<long> RequestLengths { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var counter = new CountingStream();
            await request.Content!.CopyToAsync(counter, cancellationToken);
            RequestLengths.Add(counter.Length);
            if (RequestLengths.Count <= failures)
            {
                var error = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
                error.Headers.TryAddWithoutValidation("Retry-After", "0.001");
                return error;
            }

            var isStream = request.Headers.Accept.ToString() is "text/event-stream";
            var body = isStream ? Event
                : request.RequestUri!.AbsolutePath.EndsWith("ocr", StringComparison.Ordinal) ? """{"pages":[]}""" : Completion;
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(body, Encoding.UTF8, isStream ? "text/event-stream" : "application/json"),
            };
        }
    }

    /// <summary>Reads a stream from its start to its end, and cannot seek.</summary>
    private sealed class SequentialStream(Stream stream) : TestResponseStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            stream.ReadAsync(buffer, cancellationToken);
    }
}
