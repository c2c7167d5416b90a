using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>Finish reasons, IDs, errors in a stream and other metadata of responses.</summary>
public sealed class ResponseMetadataTests
{
    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("model_length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("error", "error")]
    [InlineData("moonrise", "moonrise")]
    public async Task Finish_reason_is_mapped(string apiValue, string expected)
    {
        const string Message = """{"role":"assistant","content":"So"}""";

        Assert.Equal(expected, (await ChatResponses.FromMessageAsync(Message, apiValue)).FinishReason?.Value);
        Assert.Equal(expected, (await ChatResponses.FromDeltasAsync([Message], apiValue)).FinishReason?.Value);
    }

    [Fact]
    public async Task Only_the_last_update_has_a_finish_reason()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync(["""{"content":"So"}""", """{"content":" so"}"""]);

        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
    }

    [Fact]
    public async Task Finish_reason_error_adds_error_content_and_keeps_the_text()
    {
        foreach (var response in new[]
        {
            await ChatResponses.FromMessageAsync("""{"role":"assistant","content":"Once"}""", "error"),
            await ChatResponses.FromDeltasAsync(["""{"role":"assistant","content":"Once"}"""], "error"),
        })
        {
            Assert.Equal("Once", response.Text);
            Assert.Contains(
                "finish_reason \"error\"", Assert.Single(response.Contents().OfType<ErrorContent>()).Message, StringComparison.Ordinal);
            JsonAssert.Equal("""{"role":"assistant","content":"Once"}""", (await response.GetNextRequestMessagesAsync())[1]);
        }
    }

    [Theory]
    [InlineData("""{"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3000"}""")]
    [InlineData("""{"error":{"message":"Service unavailable.","code":"3000"}}""")]
    public async Task Error_within_a_stream_throws_after_the_received_chunks(string error)
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"Once"}"""), error);
        var texts = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(async () =>
        {
            await foreach (
                var update in server.CreateChatClient().GetStreamingResponseAsync(
                    "Hi", cancellationToken: TestContext.Current.CancellationToken))
                texts.Add(update.Text);
        });

        Assert.Equal(["Once"], texts);
        Assert.Contains("Service unavailable.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("3000", exception.Code);
    }

    [Fact]
    public async Task Text_that_contains_the_word_error_is_not_an_error()
    {
        var response = await ChatResponses.FromDeltasAsync(
        [
            """{"content":"{\"error\": \"detail\"}"}""",
            """{"content":[{"type":"text","text":"error"},{"type":"error","error":"detail"}]}""",
        ]);

        Assert.Equal("""{"error": "detail"}error""", response.Text);
    }

    [Fact]
    public async Task Every_update_has_the_response_ids_and_the_assistant_role()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync(
            ["""{"role":"assistant","content":""}""", """{"role":null,"content":"So"}"""]);

        Assert.All(updates, update =>
        {
            Assert.Equal(
                (ChatRole.Assistant, "cmpl-1", "cmpl-1", StubServer.Model),
                (update.Role, update.ResponseId, update.MessageId, update.ModelId));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), update.CreatedAt);
            Assert.IsType<CompletionChunk>(update.RawRepresentation);
            Assert.Null(update.ConversationId);
        });
    }

    [Fact]
    public async Task Padding_field_p_and_unknown_fields_are_ignored()
    {
        var response = (await ChatResponses.UpdatesFromChunksAsync(
        [
            """
            {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","p":"abcdefgh",
             "choices":[{"index":0,"delta":{"content":"So","mood":"good"},"finish_reason":null,"logprobs":{"content":[]}}],"trace":{"a":1}}
            """,
            """
            {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","p":"ab",
             "choices":[{"index":0,"delta":{"content":"\u2028so"},"finish_reason":"stop"}]}
            """,
        ])).ToChatResponse();

        Assert.Equal("So\u2028so", response.Text);
    }

    [Fact]
    public async Task Unicode_line_separators_do_not_end_an_event()
    {
        var server = StubServer.WithRawStream(
            // Not ReplaceLineEndings: it treats these characters as line endings.
            "data: " + StubServer.Chunk("{\"content\":\"one\u2028two\u2029three\u0085four\"}", "stop").Replace('\n', ' ') + "\n\n");

        var response = await server.CreateChatClient().GetStreamingResponseAsync(
            "Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("one\u2028two\u2029three\u0085four", response.Text);
    }

    [Fact]
    public async Task First_choice_is_the_response_and_other_choices_stay_in_the_raw_response()
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["n"] = 2 } };
        var complete = await ChatResponses.FromCompletionAsync(
            """
            {"id":"1","created":1,"model":"m","choices":[{"index":1,"message":{"role":"assistant","content":"B"},"finish_reason":"length"},
             {"index":0,"message":{"role":"assistant","content":"A"},"finish_reason":"stop"}]}
            """,
            options);
        var updates = await ChatResponses.UpdatesFromChunksAsync(
        [
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"B"},"finish_reason":null}]}""",
            """
            {"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":""},"finish_reason":"length"},
             {"index":0,"delta":{"content":"A"},"finish_reason":null}]}
            """,
            """{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}""",
        ], options);

        Assert.Equal("A", Assert.Single(complete.Messages).Text);
        Assert.Equal(complete.Describe(), updates.ToChatResponse().Describe());
        Assert.Equal("B", Assert.IsType<ChatCompletionResponse>(complete.RawRepresentation).Choices![0].Message!.Content!.Text);
    }

    [Fact]
    public async Task Only_choice_is_the_response_if_its_index_is_not_0()
    {
        var completion = StubServer.Completion("""{"role":"assistant","content":"AB"}""");
        var complete = await ChatResponses.FromCompletionAsync(
            completion.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal));
        var updates = await ChatResponses.UpdatesFromChunksAsync(
        [
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"A"},"finish_reason":null}]}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"other"},"finish_reason":null}]}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"B"},"finish_reason":"stop"}]}""",
        ]);

        Assert.All([complete, updates.ToChatResponse()], response =>
            Assert.Equal(("AB", ChatFinishReason.Stop), (response.Text, response.FinishReason)));
    }

    [Fact]
    public async Task Response_without_content_is_one_empty_message()
    {
        var response = await ChatResponses.FromMessageAsync("""{"role":"assistant","content":null}""");

        Assert.Equal((ChatRole.Assistant, 0), (Assert.Single(response.Messages).Role, response.Contents().Count));
    }

    [Theory]
    [InlineData(1769088720123456)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Creation_time_out_of_range_is_null(long created)
    {
        var response = await ChatResponses.FromCompletionAsync(
            $$"""
            {"id":"1","created":{{created}},"model":"m",
             "choices":[{"index":0,"message":{"role":"assistant","content":"So"},"finish_reason":"stop"}]}
            """);

        Assert.Equal("So", response.Text);
        Assert.Null(response.CreatedAt);
    }
}
