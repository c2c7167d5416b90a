using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Answers the API really gave, with something else in the place of any of their values: an answer, or the one exception.</summary>
public sealed class WrongJsonTypePropertyTests
{
    // JSON can write half a letter, and a string cannot hold it.
    private const string UnpairedSurrogate = "half-a-letter";

    private static readonly string[] ReplacementValues =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999999999", "\"\"", "\"x\"", "\"null\"", $"\"{UnpairedSurrogate}\"", "[]", "{}", "[null]", "[[]]", "[{}]",
        """{"type":"thinking"}""", """{"type":"thinking","thinking":"x"}""", """[{"type":"image_url","image_url":"not a uri"}]""", """[{"type":"reference","reference_ids":null}]""",
        """{"name":null,"arguments":null}""", """[{"function":{"name":"f","arguments":[1]}}]""", """[{"id":1}]""",
    ];

    public static TheoryData<string> Samples => ["text", "tool-call", "reasoning"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Response_with_wrong_JSON_types_is_read_or_throws_MistralException(string name) => CheckProperty(ReadSample($"{name}.json"), async json =>
        await StubServer.WithResponse(json).CreateChatClient().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Stream_with_wrong_JSON_types_is_read_or_throws_MistralException(string name)
    {
        var chunks = new JsonArray([.. ReadSample($"{name}.chunks.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]);
        CheckProperty(chunks.ToJsonString(), async json =>
        {
            var events = SplitChunks(json);
            return await StubServer.WithStream(events).CreateChatClient().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
                .ToChatResponseAsync(TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("""{"choices":[null,{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","tool_calls":[null]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":[null,{"type":"text","text":"Hi"},null]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"messages":[null,{"role":"assistant","content":"Hi"}],"finish_reason":"stop"}]}""")]
    public async Task Nulls_in_lists_are_ignored(string completion)
    {
        var whole = await ChatResponses.FromCompletionAsync(completion);
        var streamed = (await ChatResponses.UpdatesFromChunksAsync([completion.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal)])).ToChatResponse();

        Assert.Equal("Hi", whole.Text);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        if (!completion.Contains("messages", StringComparison.Ordinal))
            Assert.Equal("Hi", streamed.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Blank_finish_reason_is_null(string reason)
    {
        var chunk = StubServer.Chunk("""{"content":"Hi"}""", reason);

        Assert.Null((await ChatResponses.FromMessageAsync("""{"role":"assistant","content":"Hi"}""", reason)).FinishReason);
        Assert.Null((await ChatResponses.UpdatesFromChunksAsync([chunk])).ToChatResponse().FinishReason);
    }

    [Fact]
    public async Task Stream_with_blank_finish_reason_throws() => await Assert.ThrowsAsync<MistralException>(() =>
        StubServer.WithRawStream(TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hi"}""", ""))).CreateClient().StreamTextAsync());

    private static void CheckProperty(string sample, Func<string, Task<ChatResponse>> readAsync) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var json = sample;
            for (var wrong = random.Next(1, 4); wrong > 0; wrong--)
                json = ReplaceRandomValue(json, random);
            var exception = Record.Exception(() => ReadAndContinue(readAsync, json.Replace(UnpairedSurrogate, "\\ud800", StringComparison.Ordinal)));
            return (exception is null or MistralException).Label($"{exception}\n{json}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void ReadAndContinue(Func<string, Task<ChatResponse>> readAsync, string json)
    {
        var answer = readAsync(json).GetAwaiter().GetResult();
        // Whoever got an answer can read it, and go on talking.
        foreach (var content in answer.Messages.SelectMany(message => message.Contents))
        {
            ChatResponses.Describe(content);
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                return;
        }

        StubServer.WithDefaultResponse().CreateChatClient().GetResponseAsync([new(ChatRole.User, "Hi"), .. answer.Messages, new(ChatRole.User, "Go on")]).GetAwaiter().GetResult();
    }

    /// <summary>The JSON with one of its values replaced.</summary>
    private static string ReplaceRandomValue(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        var places = EnumerateValues(root).ToList();
        if (places.Count == 0)
            return json;

        var (parent, key) = places[random.Next(places.Count)];
        var value = JsonNode.Parse(ReplacementValues[random.Next(ReplacementValues.Length)]);
        if (parent is JsonObject members)
            members[(string)key] = value;
        else
            parent.AsArray()[(int)key] = value;
        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> EnumerateValues(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => EnumerateValues(member.Value).Prepend((members, member.Key))),
        JsonArray list => list.SelectMany((item, i) => EnumerateValues(item).Prepend((list, i))),
        _ => [],
    };

    private static IEnumerable<string> SplitChunks(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateArray().Select(item => item.GetRawText());

    private static string ReadSample(string name)
    {
        using var reader = new StreamReader(typeof(WrongJsonTypePropertyTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
