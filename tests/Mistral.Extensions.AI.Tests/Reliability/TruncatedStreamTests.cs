using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Recorded streams of the API, truncated and split at every byte: no incomplete response passes for a complete one.</summary>
public sealed class TruncatedStreamTests
{
    public static TheoryData<string> Recordings => ["text", "tool-call", "reasoning", "incremental-tool-call"];

    public static TheoryData<string> StreamingOperations => [.. ApiOperations.StreamingNames];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Stream_cut_at_any_byte_is_complete_or_throws(string name)
    {
        var bytes = ReadRecording(name);
        var expected = Describe(await ReadAsync(new FragmentedStream(bytes)));
        var end = GetEnd(bytes);
        for (var length = 0; length < bytes.Length; length++)
        {
            var response = await TryReadAsync(new FragmentedStream(bytes[..length]));
            var isExpected = response is null ? length < end : length >= end && Describe(response) == expected;
            Assert.True(isExpected, $"Cut after {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Connection_reset_at_any_byte_throws_unless_the_finish_reason_was_received(string name)
    {
        var bytes = ReadRecording(name);
        var expected = Describe(await ReadAsync(new FragmentedStream(bytes)));
        var end = GetEnd(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var body = new FragmentedStream(bytes[..length], new IOException("reset"));
            if (length >= end)
                Assert.Equal(expected, Describe(await ReadAsync(body)));
            else
                Assert.IsType<IOException>((await Assert.ThrowsAsync<MistralException>(() => ReadAsync(body))).InnerException);
        }
    }

    [Fact]
    public async Task Connection_reset_directly_after_DONE_completes_the_stream()
    {
        var events = TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hello"}""")) + "data: [DONE]";

        var response = await ReadAsync(new FragmentedStream(FragmentedStream.ToUtf8(events), new IOException("reset")));

        Assert.Equal("Hello", response.Text);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Stream_split_at_any_byte_is_read_the_same(string name)
    {
        var bytes = ReadRecording(name);
        var expected = Describe(await ReadAsync(new FragmentedStream(bytes)));
        for (var position = 1; position < bytes.Length; position++)
            Assert.Equal(expected, Describe(await ReadAsync(FragmentedStream.Split(bytes, position))));

        Assert.Equal(expected, Describe(await ReadAsync(FragmentedStream.Split(bytes, Enumerable.Range(1, bytes.Length - 1)))));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Stream_with_any_line_ending_is_read_the_same(string newLine)
    {
        var bytes = ReadRecording("tool-call");
        var expected = Describe(await ReadAsync(new FragmentedStream(bytes)));
        bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\n", newLine, StringComparison.Ordinal));
        for (var position = 1; position < bytes.Length; position++)
            Assert.Equal(expected, Describe(await ReadAsync(FragmentedStream.Split(bytes, position))));
    }

    [Fact]
    public async Task Every_requested_choice_needs_a_finish_reason()
    {
        const string First = """{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}""";
        const string SecondStart = """{"index":1,"delta":{"content":"b"},"finish_reason":null}""";
        const string SecondEnd = """{"index":1,"delta":{"content":""},"finish_reason":"length"}""";
        var truncated = Event(First) + Event(SecondStart);

        await Assert.ThrowsAsync<MistralException>(() => ReadChoicesAsync(truncated));
        Assert.Equal("a", (await ReadChoicesAsync(truncated + Event(SecondEnd))).Text);
        Assert.Equal("a", (await ReadChoicesAsync(Event($"{First},{SecondEnd}"))).Text);

        static string Event(string choices) => TestCalls.SseEvent($$"""{"id":"1","choices":[{{choices}}]}""");
        static Task<ChatResponse> ReadChoicesAsync(string events) =>
            ReadAsync(new FragmentedStream(FragmentedStream.ToUtf8(events)), choices: 2);
    }

    [Theory]
    [MemberData(nameof(StreamingOperations))]
    public async Task Stream_without_finish_reason_throws_for_every_operation(string operation)
    {
        var server = StubServer.WithRawStream(TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hel"}""")));

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().CallAsync(operation));

        var missing = operation.Contains("conversation", StringComparison.Ordinal) ? "conversation.response.done"
            : operation.Contains("transcribe", StringComparison.Ordinal) ? "transcription.done"
            : operation.Contains("speak", StringComparison.Ordinal) ? "speech.audio.done"
            : "finish_reason";
        Assert.Equal(
            $"{ApiOperations.GetRequestLine(operation)}: The stream ended before the response was complete"
                + $" (no {missing} was received). Send the request again.",
            exception.Message);
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData(": nothing\n\n")]
    [InlineData("\n\n\n\n")]
    [InlineData("")]
    public async Task Stream_without_chunks_throws(string body)
    {
        var exception = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(new FragmentedStream(FragmentedStream.ToUtf8(body))));

        Assert.Contains("The stream ended before the response was complete", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] ReadRecording(string name)
    {
        using var reader = new StreamReader(typeof(TruncatedStreamTests).Assembly.GetManifestResourceStream($"{name}.chunks.txt")!);
        var events = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TestCalls.SseEvent);
        return FragmentedStream.ToUtf8(string.Concat(events) + "data: [DONE]\n\n");
    }

    // The last chunk has the finish reason. The response has no content after it.
    private static int GetEnd(byte[] bytes) => Encoding.UTF8.GetString(bytes).LastIndexOf("\n\ndata: [DONE]", StringComparison.Ordinal);

    private static async Task<ChatResponse?> TryReadAsync(FragmentedStream body)
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

    private static Task<ChatResponse> ReadAsync(FragmentedStream body, int choices = 1) => body.CreateServer().CreateChatClient()
        .GetStreamingResponseAsync("Hi", new() { AdditionalProperties = new() { ["n"] = choices } }, TestContext.Current.CancellationToken)
        .ToChatResponseAsync(TestContext.Current.CancellationToken);

    private static string Describe(ChatResponse response) => response.Describe();
}
