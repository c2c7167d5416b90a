using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Answers the API really gave (see <c>Samples/README.md</c>).</summary>
public sealed class RecordedAnswersTests
{
    [Theory]
    [InlineData("text.json")]
    [InlineData("tool-call.json")]
    [InlineData("reasoning.json")]
    public void A_whole_answer_is_read_without_loss(string name)
    {
        var json = Sample(name);

        var read = JsonSerializer.Deserialize(json, ChatJson.Default.ChatCompletionResponse)!;

        Assert.Null(read.AdditionalProperties);
        RoundTrip.AssertSame(json, JsonSerializer.SerializeToNode(read, ChatJson.Default.ChatCompletionResponse));
    }

    [Theory]
    [InlineData("text.chunks.txt", 8)]
    [InlineData("tool-call.chunks.txt", 2)]
    [InlineData("reasoning.chunks.txt", 4)]
    [InlineData("incremental-tool-call.chunks.txt", 3)]
    public void A_stream_is_read_without_loss(string name, int count)
    {
        var chunks = Lines(name);

        Assert.Equal(count, chunks.Length);
        Assert.All(chunks, chunk =>
        {
            var read = JsonSerializer.Deserialize(chunk, ChatJson.Default.CompletionChunk)!;
            Assert.Null(read.AdditionalProperties);
            RoundTrip.AssertSame(chunk, JsonSerializer.SerializeToNode(read, ChatJson.Default.CompletionChunk));
        });
    }

    [Theory]
    [InlineData("tool-call")]
    [InlineData("reasoning")]
    public async Task Whole_and_streamed_it_is_the_same_answer(string name)
    {
        var whole = await Answers.ReadAsync(Sample($"{name}.json"));
        var streamed = (await Answers.ReadStreamAsync(Lines($"{name}.chunks.txt"))).ToChatResponse();

        Assert.Equal(whole.Describe(), streamed.Describe());
        Assert.True(JsonNode.DeepEquals(await whole.NextTurnAsync(), await streamed.NextTurnAsync()));
    }

    [Fact]
    public async Task A_streamed_text_is_its_pieces()
    {
        var response = (await Answers.ReadStreamAsync(Lines("text.chunks.txt"))).ToChatResponse();

        Assert.Equal("Hello, world! This is a test response.", response.Text);
        Assert.Equal((13L, 8L, 21L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task A_whole_text_is_the_text_of_the_message()
    {
        var json = JsonNode.Parse(Sample("text.json"))!;

        var response = await Answers.ReadAsync(json.ToJsonString());

        Assert.Equal((string?)json["choices"]![0]!["message"]!["content"], response.Text);
        Assert.Equal(447, response.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task Thinking_and_answer_are_two_contents()
    {
        var response = await Answers.ReadAsync(Sample("reasoning.json"));

        Assert.Equal(
            ["TextReasoningContent The user is asking for 2+2. This is basic arithmetic. 2+2=4.", "TextContent 2 + 2 = 4"],
            response.Contents().Select(content => Answers.Describe(content).Trim()));
    }

    [Fact]
    public async Task A_call_in_pieces_of_a_model_with_ids_of_its_own_can_be_answered()
    {
        var response = (await Answers.ReadStreamAsync(Lines("incremental-tool-call.chunks.txt"))).ToChatResponse();

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents()));
        Assert.Equal(("chatcmpl-tool-9f149c74c42f265b", "webSearchTool"), (call.CallId, call.Name));
        Assert.Equal("current Berlin weather", call.Arguments!["query"]!.ToString());
        Assert.Equal(128, response.Usage!.CachedInputTokenCount);

        var messages = await response.NextTurnAsync();
        var id = (string)messages[1]!["tool_calls"]![0]!["id"]!;
        Assert.Matches("^[a-zA-Z0-9]{9}$", id);
        Assert.Equal(id, (string?)messages[2]!["tool_call_id"]);
    }

    private static string Sample(string name)
    {
        using var reader = new StreamReader(typeof(RecordedAnswersTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string[] Lines(string name) => Sample(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
