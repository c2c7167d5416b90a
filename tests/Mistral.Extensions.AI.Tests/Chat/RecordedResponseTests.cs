using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Recorded responses of the API (see <c>Samples/README.md</c>).</summary>
public sealed class RecordedResponseTests
{
    [Theory]
    [InlineData("text.json")]
    [InlineData("tool-call.json")]
    [InlineData("reasoning.json")]
    public void Recorded_response_is_read_without_loss(string name)
    {
        var json = Samples.Read(name);

        var read = JsonSerializer.Deserialize(json, ChatJson.Default.ChatCompletionResponse)!;

        Assert.Null(read.AdditionalProperties);
        RoundTrip.AssertEqualIgnoringNulls(json, JsonSerializer.SerializeToNode(read, ChatJson.Default.ChatCompletionResponse));
    }

    [Theory]
    [InlineData("text.chunks.txt", 8)]
    [InlineData("tool-call.chunks.txt", 2)]
    [InlineData("reasoning.chunks.txt", 4)]
    [InlineData("incremental-tool-call.chunks.txt", 3)]
    public void Recorded_stream_is_read_without_loss(string name, int count)
    {
        var chunks = Samples.ReadChunks(name);

        Assert.Equal(count, chunks.Length);
        Assert.All(chunks, chunk =>
        {
            var read = JsonSerializer.Deserialize(chunk, ChatJson.Default.CompletionChunk)!;
            Assert.Null(read.AdditionalProperties);
            RoundTrip.AssertEqualIgnoringNulls(chunk, JsonSerializer.SerializeToNode(read, ChatJson.Default.CompletionChunk));
        });
    }

    [Theory]
    [InlineData("tool-call")]
    [InlineData("reasoning")]
    public async Task Recorded_stream_equals_the_recorded_response(string name)
    {
        var complete = await ChatResponses.FromCompletionAsync(Samples.Read($"{name}.json"));
        var streamed = (await ChatResponses.UpdatesFromChunksAsync(Samples.ReadChunks($"{name}.chunks.txt"))).ToChatResponse();

        Assert.Equal(complete.Describe(), streamed.Describe());
        Assert.True(JsonNode.DeepEquals(await complete.GetNextRequestMessagesAsync(), await streamed.GetNextRequestMessagesAsync()));
    }

    [Fact]
    public async Task Streamed_text_is_the_concatenation_of_the_chunks()
    {
        var response = (await ChatResponses.UpdatesFromChunksAsync(Samples.ReadChunks("text.chunks.txt"))).ToChatResponse();

        Assert.Equal("Hello, world! This is a test response.", response.Text);
        Assert.Equal((13L, 8L, 21L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task Response_text_is_the_text_of_the_message()
    {
        var json = JsonNode.Parse(Samples.Read("text.json"))!;

        var response = await ChatResponses.FromCompletionAsync(json.ToJsonString());

        Assert.Equal((string?)json["choices"]![0]!["message"]!["content"], response.Text);
        Assert.Equal(447, response.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task Thinking_and_text_are_separate_contents()
    {
        var response = await ChatResponses.FromCompletionAsync(Samples.Read("reasoning.json"));

        Assert.Equal(
            ["TextReasoningContent The user is asking for 2+2. This is basic arithmetic. 2+2=4.", "TextContent 2 + 2 = 4"],
            response.Contents().Select(content => ChatResponses.Describe(content).Trim()));
    }

    [Fact]
    public async Task Result_of_a_fragmented_tool_call_with_an_invalid_id_can_be_sent()
    {
        var chunks = Samples.ReadChunks("incremental-tool-call.chunks.txt");
        var response = (await ChatResponses.UpdatesFromChunksAsync(chunks)).ToChatResponse();

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Contents()));
        Assert.Equal(("chatcmpl-tool-9f149c74c42f265b", "webSearchTool"), (call.CallId, call.Name));
        Assert.Equal("current Berlin weather", call.Arguments!["query"]!.ToString());
        Assert.Equal(128, response.Usage!.CachedInputTokenCount);

        var messages = await response.GetNextRequestMessagesAsync();
        var id = (string)messages[1]!["tool_calls"]![0]!["id"]!;
        Assert.Matches("^[a-zA-Z0-9]{9}$", id);
        Assert.Equal(id, (string?)messages[2]!["tool_call_id"]);
    }
}
