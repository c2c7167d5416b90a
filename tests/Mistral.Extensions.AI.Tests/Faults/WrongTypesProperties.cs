using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Answers the API really gave, with something else in the place of any of their values: an answer, or the one exception.</summary>
public sealed class WrongTypesProperties
{
    // JSON can write half a letter, and a string cannot hold it.
    private const string HalfLetter = "half-a-letter";

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999999999", "\"\"", "\"x\"", "\"null\"", $"\"{HalfLetter}\"", "[]", "{}", "[null]", "[[]]", "[{}]",
        """{"type":"thinking"}""", """{"type":"thinking","thinking":"x"}""", """[{"type":"image_url","image_url":"not a uri"}]""", """[{"type":"reference","reference_ids":null}]""",
        """{"name":null,"arguments":null}""", """[{"function":{"name":"f","arguments":[1]}}]""", """[{"id":1}]""",
    ];

    public static TheoryData<string> Names => ["text", "tool-call", "reasoning"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_whole_answer_with_a_wrong_value_is_an_answer_or_one_exception(string name) => Check(Sample($"{name}.json"), async json =>
        await StubServer.Answering(json).Chat().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_with_a_wrong_value_is_an_answer_or_one_exception(string name)
    {
        var chunks = new JsonArray([.. Sample($"{name}.chunks.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]);
        Check(chunks.ToJsonString(), async json =>
        {
            var events = Events(json);
            return await StubServer.Streaming(events).Chat().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
                .ToChatResponseAsync(TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("""{"choices":[null,{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","tool_calls":[null]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":[null,{"type":"text","text":"Hi"},null]},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"messages":[null,{"role":"assistant","content":"Hi"}],"finish_reason":"stop"}]}""")]
    public async Task Nulls_in_lists_say_nothing(string completion)
    {
        var whole = await Answers.ReadAsync(completion);
        var streamed = (await Answers.ReadStreamAsync([completion.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal)])).ToChatResponse();

        Assert.Equal("Hi", whole.Text);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        if (!completion.Contains("messages", StringComparison.Ordinal))
            Assert.Equal("Hi", streamed.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_finish_reason_without_letters_is_none(string reason)
    {
        var chunk = StubServer.Chunk("""{"content":"Hi"}""", reason);

        Assert.Null((await Answers.WholeAsync("""{"role":"assistant","content":"Hi"}""", reason)).FinishReason);
        Assert.Null((await Answers.ReadStreamAsync([chunk])).ToChatResponse().FinishReason);
    }

    [Fact]
    public async Task Nor_does_a_stream_end_with_one() => await Assert.ThrowsAsync<MistralException>(() =>
        StubServer.StreamingRaw(Calls.Event(StubServer.Chunk("""{"content":"Hi"}""", ""))).Client().StreamAsync());

    private static void Check(string sample, Func<string, Task<ChatResponse>> readAsync) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var json = sample;
            for (var wrong = random.Next(1, 4); wrong > 0; wrong--)
                json = Spoil(json, random);
            var exception = Record.Exception(() => Read(readAsync, json.Replace(HalfLetter, "\\ud800", StringComparison.Ordinal)));
            return (exception is null or MistralException).Label($"{exception}\n{json}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Read(Func<string, Task<ChatResponse>> readAsync, string json)
    {
        var answer = readAsync(json).GetAwaiter().GetResult();
        // Whoever got an answer can read it, and go on talking.
        foreach (var content in answer.Messages.SelectMany(message => message.Contents))
        {
            Answers.Describe(content);
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                return;
        }

        StubServer.Any().Chat().GetResponseAsync([new(ChatRole.User, "Hi"), .. answer.Messages, new(ChatRole.User, "Go on")]).GetAwaiter().GetResult();
    }

    /// <summary>The JSON with one of its values replaced.</summary>
    private static string Spoil(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        var places = Places(root).ToList();
        if (places.Count == 0)
            return json;

        var (parent, key) = places[random.Next(places.Count)];
        var value = JsonNode.Parse(Values[random.Next(Values.Length)]);
        if (parent is JsonObject members)
            members[(string)key] = value;
        else
            parent.AsArray()[(int)key] = value;
        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, i))),
        _ => [],
    };

    private static IEnumerable<string> Events(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateArray().Select(item => item.GetRawText());

    private static string Sample(string name)
    {
        using var reader = new StreamReader(typeof(WrongTypesProperties).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
