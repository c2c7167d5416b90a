using System.Text.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The callback of <see cref="MistralClientOptions.OnStreamEvent"/>.</summary>
public sealed class StreamEventCallbackTests
{
    private static readonly string LastChunk = StubServer.Chunk("""{"content":"OK"}""", "stop").ReplaceLineEndings(" ");

    private readonly List<MistralStreamEvent> _events = [];

    public static TheoryData<string> Operations => [.. ApiOperations.StreamingNames];

    public static TheoryData<string> OtherOperations => [.. ApiOperations.Names.Except(ApiOperations.StreamingNames)];

    public static MatrixTheoryData<Type, string> Exceptions => new(
        [
            typeof(InvalidOperationException), typeof(HttpRequestException), typeof(IOException), typeof(JsonException),
            typeof(OperationCanceledException), typeof(MistralException),
        ],
        ["first", "[DONE]", "several lines"]);

    private IEnumerable<(string Type, string Data)> Events => _events.Select(item => (item.EventType, item.Data));

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_event_of_every_stream_is_reported_as_received(string operation)
    {
        var data = ApiOperations.GetMinimalResponse(operation).ReplaceLineEndings(" ");
        var server = StubServer.WithRawStream(
            $": keep-alive\n\nevent: response.new\nid: 7\ndata: {data}\n\n: keep-alive\n\ndata: [DONE]\n\ndata: ignored\n\n");

        await CreateClient(server).CallAsync(operation);

        Assert.Equal([("response.new", data), ("message", "[DONE]")], Events);
        var path = ApiOperations.GetRequestLine(operation).Split(' ')[1];
        Assert.All(_events, item => Assert.Equal((path, true), (item.Request.Path, item.Request.IsStreaming)));
    }

    [Theory]
    [MemberData(nameof(OtherOperations))]
    public async Task Responses_that_are_not_streamed_have_no_events(string operation)
    {
        await CreateClient(StubServer.WithResponse(ApiOperations.GetMinimalResponse(operation))).CallAsync(operation);

        Assert.Empty(_events);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Events_with_several_lines_and_without_data_are_reported(string lineBreak)
    {
        var stream = $"data: {{\ndata: }}\n\ndata:\n\ndata:{LastChunk}\n\n";

        await CreateClient(StubServer.WithRawStream(stream.Replace("\n", lineBreak, StringComparison.Ordinal))).StreamTextAsync();

        Assert.Equal([("message", "{\n}"), ("message", ""), ("message", LastChunk)], Events);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"message\":\"No\"}\n\n", "error", """{"message":"No"}""")]
    [InlineData("data: {\"error\":{\"message\":\"No\"}}\n\n", "message", """{"error":{"message":"No"}}""")]
    [InlineData("data: not JSON\n\n", "message", "not JSON")]
    public async Task Event_that_ends_the_stream_with_an_error_is_reported(string stream, string type, string data)
    {
        await Assert.ThrowsAsync<MistralException>(() => CreateClient(StubServer.WithRawStream(stream)).StreamTextAsync());

        Assert.Equal((type, data), Assert.Single(Events));
    }

    [Fact]
    public async Task Event_is_reported_before_its_chunk_is_returned()
    {
        var counts = new List<int>();
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"a"}"""), StubServer.Chunk("""{"content":"b"}"""), LastChunk);

        await CreateClient(server).StreamTextAsync(_ => counts.Add(_events.Count));

        Assert.Equal([1, 2, 3], counts);
        Assert.All(_events, item => Assert.Equal(StubServer.Model, item.Request.Model));
    }

    [Fact]
    public async Task Callback_has_the_AsyncLocal_values_of_each_concurrent_stream()
    {
        var call = new AsyncLocal<List<string>>();
        var client = StubServer.WithStream(LastChunk).CreateClient(options => options.OnStreamEvent = item => call.Value!.Add(item.Data));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var data = call.Value = [];
            await client.StreamTextAsync();
            return data;
        }));

        Assert.All(results, data => Assert.Equal([LastChunk, "[DONE]"], data));
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Exception_of_the_callback_is_thrown_unchanged(Type type, string throwingEvent)
    {
        var expected = (Exception)Activator.CreateInstance(type, "Callback failed.")!;
        var separator = throwingEvent is "several lines" ? "\ndata: " : "";
        var server = StubServer.WithRawStream($"data: {separator}{LastChunk}\n\ndata: [DONE]\n\n");
        var client = server.CreateClient(options => options.OnStreamEvent = item =>
        {
            if (throwingEvent is not "[DONE]" || item.Data is "[DONE]")
                throw expected;
        });

        var exception = await Record.ExceptionAsync(() => client.StreamTextAsync());

        Assert.Same(expected, exception);
    }

    [Fact]
    public async Task Messages_of_a_realtime_transcription_are_reported()
    {
        const string Unknown = """{"type":"transcription.new"}""";
        const string Done = """{"type":"transcription.done","model":"m","text":"","usage":{}}""";
        await using var server = new RealtimeServer(async connection =>
        {
            await connection.SendAsync(Unknown, fragmentLength: 5);
            await connection.SendAsync(Done);
            await connection.ReceiveUntilAsync("never");
        });
        using var client = server.CreateClient(options => options.OnStreamEvent = _events.Add);
        await using var realtime = await client.Audio.Realtime.ConnectAsync("voxtral-m", cancellationToken: CancellationToken);

        await foreach (var _ in realtime.ReadEventsAsync(CancellationToken))
        {
        }

        Assert.Equal([("message", RealtimeServer.SessionCreated), ("message", Unknown), ("message", Done)], Events);
        Assert.All(_events, item => Assert.Equal("voxtral-m", item.Request.Model));
    }

    [Fact]
    public async Task Exception_of_the_callback_during_a_realtime_transcription_is_thrown_unchanged()
    {
        var expected = new InvalidOperationException("Callback failed.");
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient(options => options.OnStreamEvent = _ => throw expected);

        var exception = await Record.ExceptionAsync(
            () => client.Audio.Realtime.ConnectAsync("voxtral-m", cancellationToken: CancellationToken));

        Assert.Same(expected, exception);
    }

    private MistralClient CreateClient(StubServer server) => server.CreateClient(options => options.OnStreamEvent = _events.Add);
}
