using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using Moq;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>What the server would refuse is refused here, in words that help, before anything is sent.</summary>
public sealed class RequestChecksTests
{
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("", "No model is named. Set Model, e.g. \"mistral-small-latest\".")]
    [InlineData("\"model\":\"\",", "No model is named. Set Model, e.g. \"mistral-small-latest\".")]
    [InlineData("\"model\":\"mistral\\nsmall\",", "Model holds a line break or another control character.")]
    [InlineData("\"model\":\"m\",\"temperature\":-1,", "Temperature is -1; Mistral takes 0 to 1.5.")]
    [InlineData("\"model\":\"m\",\"temperature\":2,", "Temperature is 2; Mistral takes 0 to 1.5.")]
    [InlineData("\"model\":\"m\",\"top_p\":0,", "TopP is 0; Mistral takes more than 0, up to 1.")]
    [InlineData("\"model\":\"m\",\"top_p\":2,", "TopP is 2; Mistral takes more than 0, up to 1.")]
    [InlineData("\"model\":\"m\",\"temperature\":0,\"top_p\":2,", "With Temperature = 0 Mistral requires TopP = 1, not 2.")]
    [InlineData("\"model\":\"m\",\"presence_penalty\":-3,", "PresencePenalty is -3; Mistral takes -2 to 2.")]
    [InlineData("\"model\":\"m\",\"frequency_penalty\":3,", "FrequencyPenalty is 3; Mistral takes -2 to 2.")]
    [InlineData("\"model\":\"m\",\"max_tokens\":-1,", "MaxTokens is -1; it must be 0 or more.")]
    [InlineData("\"model\":\"m\",\"random_seed\":-1,", "The seed is -1; Mistral takes 0 or more.")]
    [InlineData("\"model\":\"m\",\"n\":0,", "N is 0; it must be 1 or more.")]
    [InlineData("\"model\":\"m\",\"n\":2,\"prediction\":{\"type\":\"content\",\"content\":\"x\"},", "N and Prediction do not go together.")]
    [InlineData("\"model\":\"m\",\"tools\":[],", "Tools is empty. Mistral refuses an empty list: leave it null.")]
    [InlineData("\"model\":\"m\",\"response_format\":{\"type\":\"json_schema\"},", "A ResponseFormat of type json_schema needs its JsonSchema.")]
    [InlineData("\"model\":\"m\",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},", "ToolChoice names \"f\", which is not among the tools.")]
    public async Task A_parameter_out_of_its_range_is_named(string parameters, string words) =>
        await AssertRefused($$"""{ {{parameters}} {{Hi}} }""", words);

    [Theory]
    [InlineData("\"temperature\":0")]
    [InlineData("\"temperature\":0,\"top_p\":1")]
    [InlineData("\"temperature\":1.5,\"top_p\":0.01")]
    [InlineData("\"presence_penalty\":-2,\"frequency_penalty\":2")]
    [InlineData("\"max_tokens\":0,\"random_seed\":0,\"n\":1")]
    [InlineData("\"tool_choice\":\"auto\"")]
    public async Task A_parameter_at_the_end_of_its_range_is_sent_as_it_is(string parameters)
    {
        var server = StubServer.Any();
        var request = $$"""{"model":"m",{{parameters}},{{Hi}} }""";

        await server.Client().Chat.CompleteAsync(Parse(request), TestContext.Current.CancellationToken);

        JsonAssert.Equal(request, server.Body());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_conversation_without_messages_is_refused(string messages) =>
        await AssertRefused($$"""{"model":"m","messages":{{messages}} }""", "Conversation must have at least one message.");

    [Theory]
    [InlineData("Weather.Get")]
    [InlineData("")]
    [InlineData("größe")]
    [InlineData("tool_name_that_is_one_letter_too_long_for_what_mistral_takes_0001")]
    public async Task A_name_no_function_may_have_is_refused_wherever_it_stands(string name)
    {
        var words = $"Tool name \"{name}\" is not valid for Mistral (letters, digits, '_' and '-', max 64). Rename the AIFunction.";
        const string call = """{"id":"aaaaaaaaa","type":"function","function":{"name":"NAME","arguments":"{}"}}""";
        const string turn = """[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[CALL]},{"role":"tool","tool_call_id":"aaaaaaaaa","content":"1"TAIL}]""";

        await AssertRefused($$$"""
            {"model":"m",{{{Hi}}},"tools":[{"type":"function","function":{"name":"{{{name}}}","parameters":{"type":"object","properties":{} } } }]}
            """, words);
        await AssertRefused($$"""{"model":"m","messages":{{turn.Replace("CALL", call).Replace("NAME", name).Replace("TAIL", "")}} }""", words);
        await AssertRefused(
            $$"""{"model":"m","messages":{{turn.Replace("CALL", call).Replace("NAME", "f").Replace("TAIL", $",\"name\":\"{name}\"")}} }""", words);
    }

    [Theory]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"properties":{}}""")]
    [InlineData("""{"type":["object","null"]}""")]
    [InlineData("true")]
    public async Task Parameters_of_a_tool_that_are_no_object_are_refused(string schema) => await AssertRefused(
        $$"""{"model":"m",{{Hi}},"tools":[{"type":"function","function":{"name":"f","parameters":{{schema}} } }]}""",
        "Parameters schema of tool \"f\" is not a JSON object schema.");

    [Fact]
    public async Task More_images_than_the_server_takes_are_refused_and_any_number_is_sent_on_request()
    {
        var image = new UriContent("https://example.com/a.png", "image/png");
        ChatMessage[] nine =
        [
            new(ChatRole.User, [image, image, image, image]), Answer(Call("call_1")),
            Result("call_1", new AIContent[] { image }), new(ChatRole.User, [image, image, image, image]),
        ];

        Assert.Equal(
            "Mistral accepts at most 8 images per request, not 9. Leave out older ones, or set ChatRules.MaxImages.", await nine.RefusedAsync());
        Assert.Equal(
            "Mistral accepts at most 8 images per request, not 9. Leave out older ones, or set ChatRules.MaxImages.",
            await nine.RefusedAsync(rules => rules.Normalize = false));
        Assert.Equal(5, (await nine.SentAsync(rules => rules.MaxImages = 9)).AsArray().Count);
        Assert.Equal(5, (await nine.SentAsync(rules => rules.MaxImages = null)).AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_messages_at_all_are_refused_whatever_the_options_add(bool asksForJson)
    {
        Assert.Equal(
            "Conversation must have at least one message.",
            await Array.Empty<ChatMessage>().RefusedAsync(options: new() { ResponseFormat = asksForJson ? ChatResponseFormat.Json : null }));
    }

    [Fact]
    public void A_stream_is_checked_when_it_is_asked_for_not_when_it_is_read()
    {
        // Strict: a request would be a call nobody has set up.
        using var http = new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var token = TestContext.Current.CancellationToken;

        Assert.Throws<ArgumentException>(() => { client.Chat.StreamAsync(new() { Model = "m" }, token); });
        Assert.Throws<ArgumentException>(() => { client.AsIChatClient("m").GetStreamingResponseAsync([], cancellationToken: token); });
        Assert.Throws<ArgumentNullException>(() => { client.Chat.StreamAsync(null!, token); });
        Assert.Throws<ArgumentNullException>(() => { client.AsIChatClient("m").GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: token); });
    }

    private static async Task AssertRefused(string request, string words)
    {
        var server = StubServer.Any();
        var chat = server.Client().Chat;

        var error = await Assert.ThrowsAsync<ArgumentException>(() => chat.CompleteAsync(Parse(request), TestContext.Current.CancellationToken));

        Assert.Equal(words, error.Message);
        Assert.Empty(server.Bodies);
    }

    private static ChatCompletionRequest Parse(string request) => JsonSerializer.Deserialize(request, ChatJson.Default.ChatCompletionRequest)!;
}
