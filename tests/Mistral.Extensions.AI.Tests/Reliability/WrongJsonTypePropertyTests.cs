using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Replaces random values in recorded responses of the API. Each result is read or throws <see cref="MistralException"/>; no other
/// exception escapes.
/// </summary>
public sealed class WrongJsonTypePropertyTests
{
    // Placeholder for the JSON escape \ud800, an unpaired surrogate, which a JsonNode cannot contain.
    private const string UnpairedSurrogate = "unpaired-surrogate";

    private static readonly string[] ReplacementValues =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999999999",
        "\"\"", "\"x\"", "\"null\"", $"\"{UnpairedSurrogate}\"",
        "[]", "{}", "[null]", "[[]]", "[{}]",
        """{"type":"thinking"}""",
        """{"type":"thinking","thinking":"x"}""",
        """[{"type":"image_url","image_url":"not a uri"}]""",
        """[{"type":"reference","reference_ids":null}]""",
        """{"name":null,"arguments":null}""",
        """[{"function":{"name":"f","arguments":[1]}}]""",
        """[{"id":1}]""",
    ];

    public static TheoryData<string> Samples => ["text", "tool-call", "reasoning"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Response_with_wrong_JSON_types_is_read_or_throws_MistralException(string name) =>
        CheckProperty(Infrastructure.Samples.Read($"{name}.json"), json => ChatResponses.FromCompletionAsync(json));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Stream_with_wrong_JSON_types_is_read_or_throws_MistralException(string name)
    {
        var lines = Infrastructure.Samples.ReadChunks($"{name}.chunks.txt");
        CheckProperty(
            $"[{string.Join(',', lines)}]",
            async json => (await ChatResponses.UpdatesFromChunksAsync(SplitChunks(json))).ToChatResponse());
    }

    [Theory]
    [InlineData("""{"choices":[null,{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","tool_calls":[null]},"finish_reason":"stop"}]}""")]
    [InlineData("""
        {"choices":[{"index":0,"message":{"role":"assistant","content":[null,{"type":"text","text":"Hi"},null]},"finish_reason":"stop"}]}
        """)]
    [InlineData("""{"choices":[{"index":0,"messages":[null,{"role":"assistant","content":"Hi"}],"finish_reason":"stop"}]}""")]
    public async Task Nulls_in_lists_are_ignored(string completion)
    {
        var chunk = completion.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal);

        var response = await ChatResponses.FromCompletionAsync(completion);
        var streamingResponse = (await ChatResponses.UpdatesFromChunksAsync([chunk])).ToChatResponse();

        Assert.Equal("Hi", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        if (!completion.Contains("messages", StringComparison.Ordinal))
            Assert.Equal("Hi", streamingResponse.Text);
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
            for (var replacements = random.Next(1, 4); replacements > 0; replacements--)
                json = ReplaceRandomValue(json, random);
            json = json.Replace(UnpairedSurrogate, "\\ud800", StringComparison.Ordinal);
            var exception = Record.Exception(() => ReadAndContinue(readAsync, json));
            return (exception is null or MistralException).Label($"{exception}\n{json}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>
    /// Reads a response and its contents, and sends it back in the next request of the conversation, unless it has content other than text
    /// and reasoning, such as tool calls, which need results.
    /// </summary>
    private static void ReadAndContinue(Func<string, Task<ChatResponse>> readAsync, string json)
    {
        var response = readAsync(json).GetAwaiter().GetResult();
        foreach (var content in response.Messages.SelectMany(message => message.Contents))
        {
            ChatResponses.Describe(content);
            if (content is not (TextContent or TextReasoningContent or UsageContent))
                return;
        }

        ChatMessage[] conversation = [new(ChatRole.User, "Hi"), .. response.Messages, new(ChatRole.User, "Go on")];
        StubServer.WithDefaultResponse().CreateChatClient().GetResponseAsync(conversation).GetAwaiter().GetResult();
    }

    /// <summary>Replaces one value of the JSON.</summary>
    private static string ReplaceRandomValue(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        var values = EnumerateValues(root).ToList();
        if (values.Count == 0)
            return json;

        var (parent, key) = values[random.Next(values.Count)];
        var value = JsonNode.Parse(ReplacementValues[random.Next(ReplacementValues.Length)]);
        if (parent is JsonObject jsonObject)
            jsonObject[(string)key] = value;
        else
            parent.AsArray()[(int)key] = value;
        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> EnumerateValues(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(property => EnumerateValues(property.Value).Prepend((json, property.Key))),
        JsonArray list => list.SelectMany((item, i) => EnumerateValues(item).Prepend((list, i))),
        _ => [],
    };

    private static IEnumerable<string> SplitChunks(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateArray().Select(item => item.GetRawText());
}
