using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>The M.E.AI middleware <c>UseOpenTelemetry</c> and <c>UseLogging</c> with the Mistral clients, without a kernel.</summary>
public sealed class OpenTelemetryAndLoggingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_span_has_provider_models_token_usage_and_finish_reason(bool streaming)
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture).AsBuilder().UseOpenTelemetry().Build();

        ChatResponse response;
        using (spans.StartTrace())
            response = await AskAsync(chat, streaming, new() { Temperature = 0.3f, MaxOutputTokens = 3 });

        var span = Assert.Single(spans.Get("chat mistral-small-latest"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(response.ModelId, span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(response.ResponseId, span.GetTagItem("gen_ai.response.id"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal(fixture.Emulator.Endpoint.Port, span.GetTagItem("server.port"));
        Assert.Equal(0.3f, span.GetTagItem("gen_ai.request.temperature"));
        Assert.Equal(3, span.GetTagItem("gen_ai.request.max_tokens"));
        Assert.Equal((int)response.Usage!.InputTokenCount!, span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Equal(3, span.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.Equal("""["length"]""", span.GetTagItem("gen_ai.response.finish_reasons"));
    }

    [Fact]
    public async Task Error_response_sets_the_error_type_of_the_span()
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsIChatClient("no-such-model").AsBuilder().UseOpenTelemetry().Build();

        using (spans.StartTrace())
            await Assert.ThrowsAsync<MistralException>(() => chat.GetResponseAsync("Hi", cancellationToken: Token));

        Assert.Equal(typeof(MistralException).FullName, Assert.Single(spans.Get("chat no-such-model")).GetTagItem("error.type"));
    }

    [Fact]
    public async Task Embedding_span_has_model_token_usage_and_dimensions()
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        using var generator = fixture.Client.AsIEmbeddingGenerator("codestral-embed", 256).AsBuilder().UseOpenTelemetry().Build();

        using (spans.StartTrace())
            await generator.GenerateVectorAsync("one", cancellationToken: Token);

        var span = Assert.Single(spans.Get("embeddings codestral-embed"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(256, span.GetTagItem("gen_ai.embeddings.dimension.count"));
        Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_contains_messages_and_response_but_no_authorization_header(bool streaming)
    {
        using var logs = new LogCapture();
        using var loggerFactory = LoggerFactory.Create(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture).AsBuilder().UseLogging(loggerFactory).Build();

        var response = await AskAsync(chat, streaming, new() { ResponseFormat = ChatResponseFormat.Text });

        Assert.Contains("\"Say hello.\"", logs.AllText, StringComparison.Ordinal);
        Assert.Contains(response.ResponseId!, logs.AllText, StringComparison.Ordinal);
        Assert.Contains("mistral_ai", logs.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", logs.AllText, StringComparison.Ordinal);
    }

    private static IChatClient CreateChatClient(KernelFixture fixture) => fixture.Client.AsIChatClient(KernelFixture.ModelId);

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, ChatOptions options) => streaming
        ? await chat.GetStreamingResponseAsync("Say hello.", options, Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync("Say hello.", options, Token);
}
