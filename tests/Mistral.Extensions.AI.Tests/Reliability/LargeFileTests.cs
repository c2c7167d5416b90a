using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Uploads and downloads of files of 500 MB. Not parallel, because the allocated memory of the process is measured.
/// </summary>
[Collection(nameof(NonParallel))]
[Trait("Requires", "net8.0")]
public sealed class LargeFileTests : IDisposable
{
    private const long Size = 500L * 1024 * 1024;
    private const int MaxAllocated = 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Upload_of_a_file_allocates_less_than_1_MB_and_is_retried()
    {
        var path = Path.Combine(_folder.FullName, "large.jsonl");
        using (var file = File.Create(path))
            file.SetLength(Size);
        var server = new Server(failures: 1);
        var progress = new LastProgress();

        var allocated = await MeasureAsync(server, client => client.Files.UploadAsync(
            new() { File = FileData.FromFile(path), Purpose = "batch" }, progress, CancellationToken));

        Assert.Equal(Size, progress.Value);
        Assert.Equal(2, server.RequestLengths.Count);
        Assert.All(server.RequestLengths, length => Assert.InRange(length, Size, Size + 1000));
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    /// <summary>500 MB are more than 4 hours of speech in a WAV file (16 kHz, 16 bits, one channel).</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transcription_of_a_file_allocates_less_than_1_MB_and_is_retried(bool isStream)
    {
        var path = Path.Combine(_folder.FullName, "large.wav");
        using (var file = File.Create(path))
            file.SetLength(Size);
        var server = new Server(failures: 1);

        var allocated = await MeasureAsync(server, client =>
        {
            var request = new AudioTranscriptionRequest { Model = "voxtral-mini-latest", File = FileData.FromFile(path) };
            return isStream
                ? client.Audio.Transcriptions.StreamAsync(request, CancellationToken).LastAsync(CancellationToken).AsTask()
                : client.Audio.Transcriptions.CompleteAsync(request, CancellationToken);
        });

        Assert.Equal(2, server.RequestLengths.Count);
        Assert.All(server.RequestLengths, length => Assert.InRange(length, Size, Size + 1000));
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    [Fact]
    public async Task Upload_of_a_stream_that_cannot_seek_allocates_less_than_1_MB_and_is_sent_once()
    {
        var server = new Server(failures: 1);

        var allocated = await MeasureAsync(server, async client =>
        {
            var data = FileData.FromStream(new ZeroStream(), name: "large.jsonl");
            var error = await Assert.ThrowsAsync<MistralException>(
                () => client.Files.UploadAsync(new() { File = data, Purpose = "batch" }, cancellationToken: CancellationToken));
            Assert.Contains("pass a stream that can seek", error.Message, StringComparison.Ordinal);
        });

        Assert.InRange(Assert.Single(server.RequestLengths), Size, Size + 1000);
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    [Fact]
    public async Task Download_allocates_less_than_1_MB()
    {
        var counter = new CountingStream();

        var allocated = await MeasureAsync(new Server(failures: 1), async client =>
        {
            await using var stream = await client.Files.DownloadAsync("f", CancellationToken);
            // Compiled without optimization, each read allocates the state of the asynchronous methods.
            await stream.CopyToAsync(counter, bufferSize: 512 * 1024, CancellationToken);
        });

        Assert.Equal(Size, counter.Length);
        Assert.InRange(allocated, 1, MaxAllocated);
    }

    private static async Task<long> MeasureAsync(Server server, Func<MistralClient, Task> callAsync)
    {
        // The first requests of a process allocate memory that later requests do not need.
        await CallAsync(new Server(failures: 1), async client =>
        {
            await client.Files.UploadAsync(new() { File = FileData.FromBytes(new byte[1_000_000]) }, null, CancellationToken);
            await using var stream = await client.Files.DownloadAsync("f", CancellationToken);
            await stream.ReadExactlyAsync(new byte[1_000_000], CancellationToken);
        });

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await CallAsync(server, callAsync);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static async Task CallAsync(Server server, Func<MistralClient, Task> callAsync)
    {
        using var retries = new RetryHandler(1, TimeProvider.System, NullLogger.Instance) { InnerHandler = server };
        using var http = new HttpClient(retries) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new MistralClient(http, new() { ApiKey = "emulator-key-0123456789" });
        await callAsync(client);
    }

    /// <summary>Reads each request and returns an error that is retried, until the given number of failures.</summary>
    private sealed class Server(int failures) : HttpMessageHandler
    {
        internal List<long> RequestLengths { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var counter = new CountingStream();
            if (request.Content is not null)
                await request.Content.CopyToAsync(counter, cancellationToken);
            RequestLengths.Add(counter.Length);
            if (RequestLengths.Count <= failures)
            {
                var error = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
                error.Headers.TryAddWithoutValidation("Retry-After", "0.001");
                return error;
            }

            if (request.Content is null)
                return new ZeroStream().ToResponse("application/octet-stream");

            var isStream = request.Headers.Accept.Single().MediaType is "text/event-stream";
            var (body, type) = isStream
                ? ("data: {\"type\":\"transcription.done\",\"text\":\"\"}\n\n", "text/event-stream")
                : ("""{"id":"f","text":""}""", "application/json");
            return new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) };
        }
    }

    private sealed class LastProgress : IProgress<long>
    {
        internal long Value { get; private set; }

        public void Report(long value) => Value = value;
    }

    private sealed class ZeroStream : TestResponseStream
    {
        private long _remaining = Size;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _remaining);
            _remaining -= count;
            return new(count);
        }
    }
}
