using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>How answers end, and what comes around them.</summary>
public sealed class AnswerEndTests
{
    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("model_length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("error", "error")]
    [InlineData("moonrise", "moonrise")]
    public async Task A_finish_reason_is_read(string wire, string expected)
    {
        const string Message = """{"role":"assistant","content":"So"}""";

        Assert.Equal(expected, (await Answers.WholeAsync(Message, wire)).FinishReason?.Value);
        Assert.Equal(expected, (await Answers.StreamedAsync([Message], wire)).FinishReason?.Value);
    }

    [Fact]
    public async Task A_piece_before_the_end_has_no_finish_reason()
    {
        var updates = await Answers.UpdatesAsync(["""{"content":"So"}""", """{"content":" so"}"""]);

        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
    }

    [Fact]
    public async Task An_answer_the_server_gave_up_says_so_and_keeps_what_was_said()
    {
        foreach (var response in new[]
        {
            await Answers.WholeAsync("""{"role":"assistant","content":"Once"}""", "error"),
            await Answers.StreamedAsync(["""{"role":"assistant","content":"Once"}"""], "error"),
        })
        {
            Assert.Equal("Once", response.Text);
            Assert.Contains("finish_reason \"error\"", Assert.Single(response.Contents().OfType<ErrorContent>()).Message, StringComparison.Ordinal);
            JsonAssert.Equal("""{"role":"assistant","content":"Once"}""", (await response.NextTurnAsync())[1]);
        }
    }

    [Theory]
    [InlineData("""{"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3000"}""")]
    [InlineData("""{"error":{"message":"Service unavailable.","code":"3000"}}""")]
    public async Task An_error_in_the_middle_of_a_stream_is_an_exception_after_what_was_said(string error)
    {
        var server = StubServer.Streaming(StubServer.Chunk("""{"content":"Once"}"""), error);
        var said = new List<string>();

        var thrown = await Assert.ThrowsAsync<MistralException>(async () =>
        {
            await foreach (var update in server.Chat().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken))
                said.Add(update.Text);
        });

        Assert.Equal(["Once"], said);
        Assert.Contains("Service unavailable.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("3000", thrown.Code);
    }

    [Fact]
    public async Task Text_that_speaks_of_errors_is_no_error()
    {
        var response = await Answers.StreamedAsync(["""{"content":"{\"error\": \"detail\"}"}""", """{"content":[{"type":"text","text":"error"},{"type":"error","error":"detail"}]}"""]);

        Assert.Equal("""{"error": "detail"}error""", response.Text);
    }

    [Fact]
    public async Task Every_piece_bears_the_ids_of_the_answer_and_the_role_of_the_assistant()
    {
        var updates = await Answers.UpdatesAsync(["""{"role":"assistant","content":""}""", """{"role":null,"content":"So"}"""]);

        Assert.All(updates, update =>
        {
            Assert.Equal((ChatRole.Assistant, "cmpl-1", "cmpl-1", StubServer.Model), (update.Role, update.ResponseId, update.MessageId, update.ModelId));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), update.CreatedAt);
            Assert.IsType<CompletionChunk>(update.RawRepresentation);
            Assert.Null(update.ConversationId);
        });
    }

    [Fact]
    public async Task Padding_and_other_fields_nobody_asked_for_change_nothing()
    {
        var response = (await Answers.ReadStreamAsync(
        [
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","p":"abcdefgh","choices":[{"index":0,"delta":{"content":"So","mood":"good"},"finish_reason":null,"logprobs":{"content":[]}}],"trace":{"a":1}}""",
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","p":"ab","choices":[{"index":0,"delta":{"content":"\u2028so"},"finish_reason":"stop"}]}""",
        ])).ToChatResponse();

        Assert.Equal("So\u2028so", response.Text);
    }

    [Fact]
    public async Task A_raw_line_separator_in_the_text_does_not_end_the_event()
    {
        var server = StubServer.StreamingRaw(
            // Not ReplaceLineEndings, which takes these characters for ends of lines.
            "data: " + StubServer.Chunk("{\"content\":\"one\u2028two\u2029three\u0085four\"}", "stop").Replace('\n', ' ') + "\n\n");

        var response = await server.Chat().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("one\u2028two\u2029three\u0085four", response.Text);
    }

    [Fact]
    public async Task Of_several_answers_the_first_is_the_answer_and_the_others_stay_in_the_raw_response()
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["n"] = 2 } };
        var whole = await Answers.ReadAsync(
            """
            {"id":"1","created":1,"model":"m","choices":[{"index":1,"message":{"role":"assistant","content":"B"},"finish_reason":"length"},
             {"index":0,"message":{"role":"assistant","content":"A"},"finish_reason":"stop"}]}
            """,
            options);
        var updates = await Answers.ReadStreamAsync(
        [
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":"B"},"finish_reason":null}]}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":1,"delta":{"content":""},"finish_reason":"length"},{"index":0,"delta":{"content":"A"},"finish_reason":null}]}""",
            """{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}""",
        ], options);

        Assert.Equal("A", Assert.Single(whole.Messages).Text);
        Assert.Equal(whole.Describe(), updates.ToChatResponse().Describe());
        Assert.Equal("B", Assert.IsType<ChatCompletionResponse>(whole.RawRepresentation).Choices![0].Message!.Content!.Text);
    }

    [Fact]
    public async Task An_answer_that_says_nothing_is_one_empty_message()
    {
        var response = await Answers.WholeAsync("""{"role":"assistant","content":null}""");

        Assert.Equal((ChatRole.Assistant, 0), (Assert.Single(response.Messages).Role, response.Contents().Count));
    }

    [Fact]
    public async Task A_time_beyond_all_calendars_is_no_time_and_no_exception()
    {
        var response = await Answers.ReadAsync("""{"id":"1","created":1769088720123456,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"So"},"finish_reason":"stop"}]}""");

        Assert.Equal("So", response.Text);
        Assert.Null(response.CreatedAt);
    }
}
