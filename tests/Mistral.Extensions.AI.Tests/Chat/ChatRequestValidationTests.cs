using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Moq;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Requests that the API would reject throw before they are sent, and the message names the parameter.</summary>
public sealed class ChatRequestValidationTests
{
    private const string MessagesField = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("", "No model was specified. Set Model, for example \"mistral-small-latest\".")]
    [InlineData("\"model\":\"\",", "No model was specified. Set Model, for example \"mistral-small-latest\".")]
    [InlineData("\"model\":\" \",", "No model was specified. Set Model, for example \"mistral-small-latest\".")]
    [InlineData("\"model\":\"mistral\\nsmall\",", "Model contains a line break or another control character. Remove it.")]
    [InlineData("\"model\":\"m\",\"temperature\":-1,", "Temperature must be between 0 and 1.5, but was -1.")]
    [InlineData("\"model\":\"m\",\"temperature\":2,", "Temperature must be between 0 and 1.5, but was 2.")]
    [InlineData("\"model\":\"m\",\"top_p\":0,", "TopP must be greater than 0 and at most 1, but was 0.")]
    [InlineData("\"model\":\"m\",\"top_p\":2,", "TopP must be greater than 0 and at most 1, but was 2.")]
    [InlineData("\"model\":\"m\",\"temperature\":0,\"top_p\":2,", "TopP must be 1 if Temperature is 0, but was 2.")]
    [InlineData("\"model\":\"m\",\"presence_penalty\":-3,", "PresencePenalty must be between -2 and 2, but was -3.")]
    [InlineData("\"model\":\"m\",\"frequency_penalty\":3,", "FrequencyPenalty must be between -2 and 2, but was 3.")]
    [InlineData("\"model\":\"m\",\"max_tokens\":-1,", "MaxTokens must be 0 or greater, but was -1.")]
    [InlineData("\"model\":\"m\",\"random_seed\":-1,", "The random seed must be 0 or greater, but was -1.")]
    [InlineData("\"model\":\"m\",\"n\":0,", "N must be 1 or greater, but was 0.")]
    [InlineData(
        "\"model\":\"m\",\"n\":2,\"prediction\":{\"type\":\"content\",\"content\":\"x\"},",
        "N must be 1 if Prediction is set, but was 2. Remove one of them.")]
    [InlineData("\"model\":\"m\",\"tools\":[],", "Tools is empty, which the API rejects. Set it to null.")]
    [InlineData(
        "\"model\":\"m\",\"response_format\":{\"type\":\"json_schema\"},",
        "ResponseFormat has the type json_schema but no schema. Set ResponseFormat.JsonSchema.")]
    [InlineData(
        "\"model\":\"m\",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},",
        "ToolChoice requires the function \"f\", which is not in Tools. Add the function, or choose another one.")]
    public async Task Invalid_parameter_is_rejected_and_named(string parameters, string expectedMessage) =>
        await AssertRejectedAsync($$"""{ {{parameters}} {{MessagesField}} }""", expectedMessage);

    [Theory]
    [InlineData("\"temperature\":0")]
    [InlineData("\"temperature\":0,\"top_p\":1")]
    [InlineData("\"temperature\":1.5,\"top_p\":0.01")]
    [InlineData("\"presence_penalty\":-2,\"frequency_penalty\":2")]
    [InlineData("\"max_tokens\":0,\"random_seed\":0,\"n\":1")]
    [InlineData("\"tool_choice\":\"auto\"")]
    public async Task Parameter_at_the_range_limit_is_sent_unchanged(string parameters)
    {
        var server = StubServer.WithDefaultResponse();
        var request = $$"""{"model":"m",{{parameters}},{{MessagesField}} }""";

        await server.CreateClient().Chat.CompleteAsync(Parse(request), TestContext.Current.CancellationToken);

        JsonAssert.Equal(request, server.SingleRequestBody());
    }

    [Theory]
    [Trait("Spec", "not-in-openapi")]
    [InlineData("\"temperature\":1.7,\"random_seed\":-1")]
    [InlineData("\"temperature\":0,\"top_p\":0.9")]
    public async Task Sampling_limits_of_api_mistral_ai_are_left_to_other_servers(string parameters)
    {
        var request = $$"""{"model":"m",{{parameters}},{{MessagesField}} }""";
        var openAICompatible = ChatRules.OpenAICompatible();
        openAICompatible.UseOpenAIFields = false;
        ChatRules[] rules = [openAICompatible, new() { Normalize = false }, new() { ValidateSampling = false }];

        foreach (var rule in rules)
        {
            var server = StubServer.WithDefaultResponse();
            var client = server.CreateClient(options => options.ChatRules = rule);
            await client.Chat.CompleteAsync(Parse(request), TestContext.Current.CancellationToken);
            await client.AsIChatClient().GetResponseAsync(
                "Hi",
                new() { RawRepresentationFactory = _ => Parse(request) with { Messages = [] } },
                TestContext.Current.CancellationToken);

            Assert.All(server.RequestBodies, body => JsonAssert.Equal(request, body));
        }
    }

    [Theory]
    [InlineData("\"temperature\":-1", "Temperature must be 0 or greater, but was -1.")]
    [InlineData("\"top_p\":0", "TopP must be greater than 0 and at most 1, but was 0.")]
    public async Task Sampling_values_that_no_server_accepts_are_always_rejected(string parameters, string expectedMessage)
    {
        var client = StubServer.WithDefaultResponse().CreateClient(options => options.ChatRules = ChatRules.OpenAICompatible());
        var request = Parse($$"""{"model":"m",{{parameters}},{{MessagesField}} }""");

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => client.Chat.CompleteAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(expectedMessage, error.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Conversation_without_messages_is_rejected(string messages) =>
        await AssertRejectedAsync($$"""{"model":"m","messages":{{messages}} }""", "The conversation must have at least one message.");

    [Theory]
    [InlineData("Weather.Get")]
    [InlineData("")]
    [InlineData("größe")]
    [InlineData("tool_name_that_is_one_character_longer_than_the_64_allowed_by_api")]
    public async Task Invalid_tool_name_is_rejected_in_tools_calls_and_results(string name)
    {
        var expectedMessage = $"The tool name \"{name}\" is invalid. Use 1 to 64 characters: a-z, A-Z, 0-9, '_' and '-'.";
        const string call = """{"id":"aaaaaaaaa","type":"function","function":{"name":"NAME","arguments":"{}"}}""";
        const string turn =
            """
            [{"role":"user","content":"a"},{"role":"assistant","tool_calls":[CALL]},
             {"role":"tool","tool_call_id":"aaaaaaaaa","content":"1"TAIL}]
            """;

        await AssertRejectedAsync($$$"""
            {"model":"m",{{{MessagesField}}},"tools":[{"type":"function",
             "function":{"name":"{{{name}}}","parameters":{"type":"object","properties":{} } } }]}
            """, expectedMessage);
        await AssertRejectedAsync(
            $$"""{"model":"m","messages":{{turn.Replace("CALL", call).Replace("NAME", name).Replace("TAIL", "")}} }""", expectedMessage);
        await AssertRejectedAsync(
            $$"""
            {"model":"m","messages":{{turn.Replace("CALL", call).Replace("NAME", "f").Replace("TAIL", $",\"name\":\"{name}\"")}} }
            """, expectedMessage);
    }

    [Theory]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"properties":{}}""")]
    [InlineData("""{"type":["string","null"]}""")]
    [InlineData("true")]
    public async Task Tool_parameters_that_are_not_an_object_schema_are_rejected(string schema) => await AssertRejectedAsync(
        $$"""{"model":"m",{{MessagesField}},"tools":[{"type":"function","function":{"name":"f","parameters":{{schema}} } }]}""",
        "The parameters schema of tool \"f\" must be a JSON schema with \"type\": \"object\" at its root, or {}.");

    [Fact]
    public async Task More_images_than_MaxImages_are_rejected()
    {
        var image = new UriContent("https://example.com/a.png", "image/png");
        ChatMessage[] messagesWithNineImages =
        [
            new(ChatRole.User, [image, image, image, image]), FromAssistant(FunctionCall("call_1")),
            FunctionResult("call_1", new AIContent[] { image }), new(ChatRole.User, [image, image, image, image]),
        ];

        const string expectedMessage =
            "A request may have at most 8 images, but this request has 9. Remove older images, or change ChatRules.MaxImages.";

        Assert.Equal(expectedMessage, await messagesWithNineImages.GetErrorMessageAsync());
        Assert.Equal(expectedMessage, await messagesWithNineImages.GetErrorMessageAsync(rules => rules.Normalize = false));
        Assert.Equal(4, (await messagesWithNineImages.GetSentMessagesAsync(rules => rules.MaxImages = 9)).AsArray().Count);
        Assert.Equal(4, (await messagesWithNineImages.GetSentMessagesAsync(rules => rules.MaxImages = null)).AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Empty_messages_are_rejected_for_every_response_format(bool useJsonFormat)
    {
        Assert.Equal(
            "The conversation must have at least one message.",
            await Array.Empty<ChatMessage>()
                .GetErrorMessageAsync(options: new() { ResponseFormat = useJsonFormat ? ChatResponseFormat.Json : null }));
    }

    [Fact]
    public void Streaming_request_is_validated_before_enumeration()
    {
        // Strict: sending a request would throw, because no call is set up.
        using var http = new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var token = TestContext.Current.CancellationToken;

        Assert.Throws<ArgumentException>(() => { client.Chat.StreamAsync(new() { Model = "m" }, token); });
        Assert.Throws<ArgumentException>(() => { client.AsIChatClient("m").GetStreamingResponseAsync([], cancellationToken: token); });
        Assert.Throws<ArgumentNullException>(() => { client.Chat.StreamAsync(null!, token); });
        Assert.Throws<ArgumentNullException>(
            () => { client.AsIChatClient("m").GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: token); });
    }

    private static async Task AssertRejectedAsync(string request, string expectedMessage)
    {
        var server = StubServer.WithDefaultResponse();
        var chat = server.CreateClient().Chat;

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => chat.CompleteAsync(Parse(request), TestContext.Current.CancellationToken));

        Assert.Equal(expectedMessage, error.Message);
        Assert.Empty(server.RequestBodies);
    }

    private static ChatCompletionRequest Parse(string request) =>
        JsonSerializer.Deserialize(request, ChatJson.Default.ChatCompletionRequest)!;
}
