using System.Net;
using System.Net.Http.Headers;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Files;

public sealed class FileDownloadTests
{
    private readonly ManualTimeProvider _timeProvider = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_is_received_while_it_is_read_beyond_MaxResponseSize()
    {
        var body = ScriptedResponseStream.Failing(new IOException("reset"), "Hello ", "World");
        var client = CreateServer(() => body.ToResponse("application/octet-stream")).CreateClient(options => options.MaxResponseSize = 1);

        await using var stream = await client.Files.DownloadAsync("f", CancellationToken);
        var buffer = new byte[100];

        Assert.Equal(6, await stream.ReadAsync(buffer, CancellationToken));
        Assert.Equal("Hello ", System.Text.Encoding.UTF8.GetString(buffer, 0, 6));
        Assert.Equal(5, await stream.ReadAsync(buffer, CancellationToken));
        var error = await Assert.ThrowsAsync<MistralException>(() => ReadAllAsync(stream));
        Assert.StartsWith("GET /v1/files/f/content: The connection to api.mistral.ai failed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
    }

    [Theory]
    [InlineData("attachment; filename=\"a b.pdf\"", "a b.pdf")]
    [InlineData("attachment; filename*=UTF-8''%C3%9Cber.pdf", "Über.pdf")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("attachment; filename=\"C:\\\\x\\\\a.pdf\"", "a.pdf")]
    [InlineData("attachment; filename=\"..\"", null)]
    [InlineData("attachment", null)]
    [InlineData("not a header;;", null)]
    [InlineData(null, null)]
    public async Task Length_media_type_and_file_name_are_available_and_the_name_has_no_folder(string? disposition, string? expected)
    {
        var server = CreateServer(() =>
        {
            var content = new ByteArrayContent(new byte[1234]);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            if (disposition is not null)
                content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
            return new(HttpStatusCode.OK) { Content = content };
        });

        await using var stream = await server.CreateClient().Files.DownloadAsync("f", CancellationToken);

        Assert.Equal((1234L, "application/pdf", expected), (stream.ContentLength, stream.MediaType, stream.FileName));
        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Equal(1234, await ReadAllAsync(stream));
    }

    [Fact]
    public async Task Response_that_ends_before_its_length_throws()
    {
        var server = CreateServer(() =>
        {
            var content = new StreamContent(new MemoryStream(new byte[10]));
            content.Headers.ContentLength = 11;
            return new(HttpStatusCode.OK) { Content = content };
        });

        await using var stream = await server.CreateClient().Files.DownloadAsync("f", CancellationToken);
        var error = await Assert.ThrowsAsync<MistralException>(() => ReadAllAsync(stream));

        Assert.Equal(
            "GET /v1/files/f/content: The response ended after 10 of 11 bytes. Send the request again.", error.Message);
    }

    [Fact]
    public async Task Missing_file_throws_MistralException()
    {
        var server = StubServer.WithResponse("""{"detail":"File not found"}""", HttpStatusCode.NotFound);

        var error = await Assert.ThrowsAsync<MistralException>(
            () => server.CreateClient().Files.DownloadAsync("f", CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Stalled_read_times_out_after_StreamIdleTimeout_and_the_time_between_reads_does_not_count()
    {
        var body = ScriptedResponseStream.Stalled("Hello");
        var client = CreateServer(() => body.ToResponse("application/octet-stream"))
            .CreateClient(options => (options.TimeProvider, options.StreamIdleTimeout) = (_timeProvider, TimeSpan.FromSeconds(7)));
        await using var stream = await client.Files.DownloadAsync("f", CancellationToken);
        _timeProvider.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, await stream.ReadAsync(new byte[100], CancellationToken));
        _timeProvider.Advance(TimeSpan.FromHours(1));
        var read = stream.ReadAsync(new byte[100], CancellationToken).AsTask();
        await _timeProvider.AdvanceUntilCompletedAsync(read, TimeSpan.FromSeconds(7));

        var error = await Assert.ThrowsAsync<MistralException>(() => read);
        Assert.Contains("within 7 seconds. Increase MistralClientOptions.StreamIdleTimeout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_by_the_token_of_the_call_or_of_the_read_throws_with_that_token(bool ofCall)
    {
        using var cancellation = new CancellationTokenSource();
        var body = ScriptedResponseStream.Stalled();
        var client = CreateServer(() => body.ToResponse("application/octet-stream")).CreateClient();
        await using var stream = await client.Files.DownloadAsync("f", ofCall ? cancellation.Token : CancellationToken.None);
        var read = stream.ReadAsync(new byte[100], ofCall ? CancellationToken.None : cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task Disposed_stream_releases_the_response_and_cannot_be_read()
    {
        var body = ScriptedResponseStream.Stalled("Hello");
        var client = CreateServer(() => body.ToResponse("application/octet-stream")).CreateClient();
        var stream = await client.Files.DownloadAsync("f", CancellationToken);

        await stream.DisposeAsync();

        Assert.True(body.IsDisposed);
        Assert.False(stream.CanRead);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ReadAtLeastAsync(new byte[1], 1, true, CancellationToken).AsTask());
    }

    [Fact]
    public async Task Synchronous_read_returns_the_content()
    {
        var server = CreateServer(() => new(HttpStatusCode.OK) { Content = new StringContent("line 1\nline 2") });
        await using var stream = await server.CreateClient().Files.DownloadAsync("f", CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("line 1", reader.ReadLine());
        Assert.Equal("line 2", reader.ReadLine());
    }

    private static StubServer CreateServer(Func<HttpResponseMessage> createResponse) => new StubServer().Then(createResponse);

    private static async Task<long> ReadAllAsync(FileDownloadStream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, CancellationToken);
        return memory.Length;
    }
}
