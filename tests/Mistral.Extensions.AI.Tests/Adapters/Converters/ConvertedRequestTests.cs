using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Adapters.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Messages and options are converted to the request that the chat client sends.</summary>
public sealed class ConvertedRequestTests : IDisposable
{
    private readonly LogCapture _log = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Random_conversation_is_converted_to_the_request_that_is_sent() => CheckConversations(static () => new());

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public void Random_conversation_is_converted_to_the_request_for_a_self_hosted_server() =>
        CheckConversations(ChatRules.OpenAICompatible);

    // The options may have fields that the OpenAPI file does not have.
    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public void Random_options_are_converted_to_the_request_that_is_sent() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        async seed =>
        {
            ChatMessage[] messages = [FromUser("Hi"), FromAssistant("Well"), FromUser("Go on")];
            var random = new Random(seed);
            var options = RandomChatOptions.Create(random);
            var server = StubServer.WithDefaultResponse();
            var chat = server.CreateChatClient(client => client.ChatRules.UseOpenAIFields = seed % 2 == 0);
            try
            {
                await chat.GetResponseAsync(messages, options);
            }
            catch (ArgumentException)
            {
                // The request is converted, but not valid.
                return;
            }

            JsonAssert.Equal(
                server.SingleRequestBody().ToJsonString(),
                messages.ToChatCompletionRequest(options, StubServer.Model, new() { UseOpenAIFields = seed % 2 == 0 }).ToJson());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // The unknown chunk is not in the OpenAPI file.
    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Every_content_is_converted_to_the_request_that_is_sent()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User,
            [
                new TextContent("See"),
                new DataContent(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "image/png"),
                new DataContent("a,b"u8.ToArray(), "text/csv") { Name = "a.csv" },
                new DataContent("%PDF"u8.ToArray(), "application/pdf") { Name = "a.pdf" },
                new DataContent("ID3"u8.ToArray(), "audio/mpeg"),
                new UriContent("https://example.com/a.png", "image/png"),
                new HostedFileContent("f1"),
                new UsageContent(new()),
                new() { RawRepresentation = new UnknownChunk(JsonElement.Parse("""{"type":"tomorrow"}""")) },
            ]),
            new(ChatRole.Assistant,
            [
                new TextReasoningContent("Hm") { ProtectedData = "mistral:sig" },
                new TextContent("Well"),
                new FunctionCallContent("call_1", "look", new Dictionary<string, object?> { ["a"] = 1 }),
                new FunctionCallContent("call_2", "look"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("call_2", "two"), new FunctionResultContent("call_1", null)]),
            new(ChatRole.User, "Go on") { AuthorName = "Ann" },
        ];
        var sent = await SentRequests.GetAsync(messages);

        var request = messages.ToChatCompletionRequest(defaultModelId: StubServer.Model);

        JsonAssert.Equal(sent.ToJsonString(), request.ToJson());
        JsonAssert.Equal(request.ToJson(), request.ConvertBothWays().ToJson());
        JsonAssert.Equal(request.ToJson(), (request with { Messages = messages.ToMistralMessages() }).ToJson());
    }

    [Fact]
    public void Messages_are_not_changed_by_later_conversions()
    {
        var first = new[] { FromUser("first") }.ToChatCompletionRequest();
        var firstMessages = new[] { FromUser("first") }.ToMistralMessages();

        _ = new[] { FromUser("second") }.ToChatCompletionRequest();
        _ = new[] { FromUser("second") }.ToMistralMessages();

        Assert.Equal("first", ((UserMessage)first.Messages![0]).Content.Text);
        Assert.Equal("first", ((UserMessage)firstMessages[0]).Content.Text);
        Assert.Same(first.Messages[0], first.Messages[0]);
    }

    [Fact]
    public void Changed_tool_of_a_request_does_not_change_the_next_request()
    {
        var function = AIFunctionFactory.Create(() => "", "look");
        ChatMessage[] messages = [FromUser("Hi")];
        var first = messages.ToChatCompletionRequest(new() { Tools = [function] });
        var expected = first.ToJson();

        ((FunctionTool)first.Tools![0]).Function.AdditionalProperties = SampleProperties();
        ((FunctionTool)function.ToMistralTool()).AdditionalProperties = SampleProperties();

        Assert.Equal(expected, messages.ToChatCompletionRequest(new() { Tools = [function] }).ToJson());
    }

    [Fact]
    public void Model_is_optional()
    {
        ChatMessage[] messages = [FromUser("Hi")];

        Assert.Null(messages.ToChatCompletionRequest().Model);
        Assert.Equal("m", messages.ToChatCompletionRequest(defaultModelId: "m").Model);
        Assert.Equal("o", messages.ToChatCompletionRequest(new() { ModelId = "o" }, "m").Model);
        Assert.Throws<ArgumentException>("defaultModelId", () => messages.ToChatCompletionRequest(defaultModelId: " "));
    }

    [Fact]
    public async Task Raw_request_factory_gets_a_client_with_metadata_that_cannot_send()
    {
        IChatClient? client = null;
        var options = new ChatOptions
        {
            RawRepresentationFactory = argument =>
            {
                client = argument;
                return new ChatCompletionRequest { N = 2 };
            },
        };

        var request = new[] { FromUser("Hi") }.ToChatCompletionRequest(options, "m");

        Assert.Equal(2, request.N);
        Assert.NotNull(client);
        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("mistral_ai", "m"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Null(client.GetService<MistralClient>());
        Assert.Null(client.GetService<ChatClientMetadata>("key"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.GetResponseAsync("Hi", cancellationToken: CancellationToken));
        Assert.Contains("AsIChatClient", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(
            () => { _ = client.GetStreamingResponseAsync("Hi", cancellationToken: CancellationToken); });
    }

    [Fact]
    public void Ignored_options_and_contents_are_logged()
    {
        ChatMessage[] messages = [FromUser("Hi"), FromAssistant(new TextContent("See"), new HostedFileContent("f")), FromUser("Go on")];
        var options = new ChatOptions
        {
            AdditionalProperties = new() { ["seed"] = 1 },
            RawRepresentationFactory = _ => "other provider",
        };

        _ = messages.ToChatCompletionRequest(options, logger: _log.CreateLogger("Mistral.Extensions.AI"));
        _ = messages.ToMistralMessages(logger: _log.CreateLogger("Mistral.Extensions.AI"));

        Assert.Equal(
            ["Debug 25 ContentNotSent", "Debug 25 ContentNotSent", "Warning 23 UnknownKey", "Warning 24 UnknownRawRequest"],
            _log.LibraryEntries.Select(entry => entry.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Null_arguments_of_converters_throw()
    {
        Assert.Throws<ArgumentNullException>("messages", () => ((ChatMessage[])null!).ToChatCompletionRequest());
        Assert.Throws<ArgumentNullException>("messages", () => ((ChatMessage[])null!).ToMistralMessages());
        Assert.Throws<ArgumentNullException>("messages", () => ((Message[])null!).ToChatMessages());
        Assert.Throws<ArgumentNullException>("request", () => ((ChatCompletionRequest)null!).ToChatOptions());
        Assert.Throws<ArgumentNullException>("tool", () => ((AITool)null!).ToMistralTool());
        Assert.Throws<ArgumentNullException>("mode", () => ((ChatToolMode)null!).ToToolChoice());
        Assert.Throws<ArgumentNullException>("choice", () => ((ToolChoice)null!).ToChatToolMode());
        Assert.Throws<ArgumentNullException>("format", () => ((ResponseFormat)null!).ToChatResponseFormat());
        Assert.Throws<ArgumentException>(() => new Message[] { null! }.ToChatMessages());
        Assert.Throws<ArgumentException>(() => new ChatMessage[] { null! }.ToChatCompletionRequest());
    }

    private static void CheckConversations(Func<ChatRules> createRules) => Prop.ForAll(RandomConversation.Any, async conversation =>
    {
        var rules = createRules();
        var server = StubServer.WithDefaultResponse();
        await server.CreateChatClient(options => options.ChatRules = rules).GetResponseAsync(conversation.Messages);

        JsonAssert.Equal(
            server.SingleRequestBody().ToJsonString(),
            conversation.Messages.ToChatCompletionRequest(null, StubServer.Model, rules).ToJson());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Dictionary<string, JsonElement> SampleProperties() =>
        new() { ["x"] = JsonElement.Parse("1") };
}
