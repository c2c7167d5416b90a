using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Streams the API really sent, cut and split at every byte.</summary>
public sealed class CutStreamTests
{
    public static TheoryData<string> Recordings => ["text", "tool-call", "reasoning", "incremental-tool-call"];

    public static TheoryData<string> Streams => [.. Routes.Streams];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_stream_cut_at_any_byte_is_the_whole_answer_or_an_exception(string name)
    {
        var bytes = Recording(name);
        var whole = Describe(await ReadAsync(new Pieces(bytes)));
        // Behind the last chunk, which has the reason for the end, there is nothing of the answer.
        var end = Encoding.UTF8.GetString(bytes).LastIndexOf("\n\ndata: [DONE]", StringComparison.Ordinal);
        var answers = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            var answer = await ReadOrFailAsync(new Pieces(bytes[..length]));
            Assert.True(answer is null ? length != end : length >= end && Describe(answer) == whole, $"Cut after {length} bytes");
            answers += answer is null ? 0 : 1;
        }

        Assert.InRange(answers, 1, bytes.Length - end);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_connection_reset_at_any_byte_is_an_exception_unless_the_mark_of_the_end_had_come(string name)
    {
        var bytes = Recording(name);
        var end = bytes.Length - 1;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var answer = await ReadOrFailAsync(new Pieces(bytes[..length], new IOException("reset")));
            Assert.Equal(length >= end + 1, answer is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Where_the_network_splits_a_stream_makes_no_difference(string name)
    {
        var bytes = Recording(name);
        var whole = Describe(await ReadAsync(new Pieces(bytes)));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(whole, Describe(await ReadAsync(Pieces.Of(bytes, cut))));

        Assert.Equal(whole, Describe(await ReadAsync(Pieces.Of(bytes, Enumerable.Range(1, bytes.Length - 1)))));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Nor_does_the_end_of_lines(string newLine)
    {
        var bytes = Recording("tool-call");
        var whole = Describe(await ReadAsync(new Pieces(bytes)));
        bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\n", newLine, StringComparison.Ordinal));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(whole, Describe(await ReadAsync(Pieces.Of(bytes, cut))));
    }

    [Fact]
    public async Task Of_several_answers_each_has_to_end()
    {
        const string Finished = """{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}""";
        const string Begun = """{"index":1,"delta":{"content":"b"},"finish_reason":null}""";
        const string Ended = """{"index":1,"delta":{"content":""},"finish_reason":"length"}""";
        var cut = Event(Finished) + Event(Begun);

        Assert.IsType<MistralException>(await Record.ExceptionAsync(() => ReadAsync(new Pieces(Pieces.Bytes(cut)), 2)));
        Assert.Equal("a", (await ReadAsync(new Pieces(Pieces.Bytes(cut + Event(Ended))), 2)).Text);
        Assert.Equal("a", (await ReadAsync(new Pieces(Pieces.Bytes(Event($"{Finished},{Ended}"))), 2)).Text);

        static string Event(string choices) => Calls.Event($$"""{"id":"1","choices":[{{choices}}]}""");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task On_every_route_a_stream_without_its_end_is_cut(string route)
    {
        var server = StubServer.StreamingRaw(Calls.Event(StubServer.Chunk("""{"content":"Hel"}""")));

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.Client().CallAsync(route));

        Assert.Equal($"{Routes.Line(route)}: The stream ended before the answer was complete (no finish_reason was received).", exception.Message);
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData(": nothing\n\n")]
    [InlineData("\n\n\n\n")]
    [InlineData("")]
    public async Task A_stream_without_events_is_no_answer(string body)
    {
        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(new Pieces(Pieces.Bytes(body))));

        Assert.Contains("The stream ended before the answer was complete", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Recording(string name)
    {
        using var reader = new StreamReader(typeof(CutStreamTests).Assembly.GetManifestResourceStream($"{name}.chunks.txt")!);
        var events = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Calls.Event);
        return Pieces.Bytes(string.Concat(events) + "data: [DONE]\n\n");
    }

    private static async Task<ChatResponse?> ReadOrFailAsync(Pieces body)
    {
        try
        {
            return await ReadAsync(body);
        }
        catch (MistralException)
        {
            return null;
        }
    }

    private static Task<ChatResponse> ReadAsync(Pieces body, int answers = 1) => body.Server().Chat()
        .GetStreamingResponseAsync("Hi", new() { AdditionalProperties = new() { ["n"] = answers } }, TestContext.Current.CancellationToken)
        .ToChatResponseAsync(TestContext.Current.CancellationToken);

    private static string Describe(ChatResponse answer) => answer.Describe();
}
