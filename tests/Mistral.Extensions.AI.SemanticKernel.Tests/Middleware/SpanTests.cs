using System.Diagnostics;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>The tags of spans that <c>UseOpenTelemetry</c> writes for conversations, agents and speech: docs/telemetry.md.</summary>
public sealed class SpanTests
{
    private const string Model = "mistral-medium-latest";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_span_has_the_tags_of_a_chat_span_and_the_conversation(bool streaming)
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsConversationChatClient(Model).AsBuilder().UseOpenTelemetry().Build();
        var first = await chat.GetResponseAsync("Hello", cancellationToken: Token);

        ChatResponse response;
        using (spans.StartTrace())
            response = await AskAsync(chat, streaming, new() { ConversationId = first.ConversationId });

        var span = Assert.Single(spans.Get($"chat {Model}"));
        AssertChatTags(span, fixture, response);
        Assert.Equal(Model, span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(first.ConversationId, span.GetTagItem("gen_ai.conversation.id"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Agent_span_has_the_tags_of_a_chat_span(bool streaming)
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        var agent = await fixture.Client.Agents.CreateAsync(new() { Model = Model, Name = "Writer" }, Token);
        using var chat = fixture.Client.AsAgentChatClient(agent.Id!).AsBuilder().UseOpenTelemetry().Build();

        ChatResponse response;
        using (spans.StartTrace())
            response = await AskAsync(chat, streaming, new());

        AssertChatTags(Assert.Single(spans.Get("chat")), fixture, response);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transcription_span_has_provider_server_models_and_token_usage(bool streaming)
    {
        const string SpeechModel = "voxtral-mini-latest";
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var client = fixture.Client.AsISpeechToTextClient(SpeechModel).AsBuilder().UseOpenTelemetry().Build();

        using (spans.StartTrace())
        {
            using var audio = new MemoryStream(AudioFiles.CreateWav(seconds: 2));
            if (streaming)
                await client.GetStreamingTextAsync(audio, cancellationToken: Token).ToSpeechToTextResponseAsync(Token);
            else
                await client.GetTextAsync(audio, cancellationToken: Token);
        }

        var span = Assert.Single(spans.Get($"generate_content {SpeechModel}"));
        AssertServer(span, fixture);
        Assert.Equal(SpeechModel, span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(SpeechModel, span.GetTagItem("gen_ai.response.model"));
        Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
        Assert.True((int)span.GetTagItem("gen_ai.usage.output_tokens")! > 0);
    }

    [Fact]
    public async Task Cached_input_tokens_are_a_tag()
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsIChatClient(Model).AsBuilder().UseOpenTelemetry().Build();
        var options = new ChatOptions { AdditionalProperties = new() { ["prompt_cache_key"] = "key" } };
        var text = string.Join(' ', Enumerable.Repeat("word", 300));
        await chat.GetResponseAsync(text, options, Token);

        using (spans.StartTrace())
            await chat.GetResponseAsync(text, options, Token);

        Assert.True((int)Assert.Single(spans.Get($"chat {Model}")).GetTagItem("gen_ai.usage.cache_read.input_tokens")! > 0);
    }

    private static void AssertChatTags(Activity span, KernelFixture fixture, ChatResponse response)
    {
        AssertServer(span, fixture);
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal(Model, span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(response.ResponseId, span.GetTagItem("gen_ai.response.id"));
        Assert.NotNull(response.ResponseId);
        Assert.Equal("""["stop"]""", span.GetTagItem("gen_ai.response.finish_reasons"));
        Assert.Equal((int)response.Usage!.InputTokenCount!, span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Equal((int)response.Usage.OutputTokenCount!, span.GetTagItem("gen_ai.usage.output_tokens"));
    }

    private static void AssertServer(Activity span, KernelFixture fixture)
    {
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal(fixture.Emulator.Endpoint.Port, span.GetTagItem("server.port"));
    }

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, ChatOptions options) => streaming
        ? await chat.GetStreamingResponseAsync("Say hello.", options, Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync("Say hello.", options, Token);
}
