using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>M.E.AI's <c>UseOpenTelemetry</c> and <c>UseLogging</c> right over our clients, without a kernel.</summary>
public sealed class ObservationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_span_tells_provider_models_tokens_and_finish_reason(bool streaming)
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Chat(emulated).AsBuilder().UseOpenTelemetry().Build();

        ChatResponse response;
        using (spans.Own())
            response = await AskAsync(chat, streaming, new() { Temperature = 0.3f, MaxOutputTokens = 3 });

        var span = Assert.Single(spans.Named("chat mistral-small-latest"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(response.ModelId, span.GetTagItem("gen_ai.response.model"));
        Assert.Equal(response.ResponseId, span.GetTagItem("gen_ai.response.id"));
        Assert.Equal(("127.0.0.1", emulated.Emulator.Endpoint.Port), (span.GetTagItem("server.address"), span.GetTagItem("server.port")));
        Assert.Equal((0.3f, 3), (span.GetTagItem("gen_ai.request.temperature"), span.GetTagItem("gen_ai.request.max_tokens")));
        Assert.Equal((int)response.Usage!.InputTokenCount!, span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Equal(3, span.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.Equal("""["length"]""", span.GetTagItem("gen_ai.response.finish_reasons"));
    }

    [Fact]
    public async Task A_refusal_is_a_failed_span()
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = emulated.Client.AsIChatClient("no-such-model").AsBuilder().UseOpenTelemetry().Build();

        using (spans.Own())
            await Assert.ThrowsAsync<MistralException>(() => chat.GetResponseAsync("Hi", cancellationToken: Token));

        Assert.Equal(typeof(MistralException).FullName, Assert.Single(spans.Named("chat no-such-model")).GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_span_of_embeddings_tells_model_tokens_and_dimensions()
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync();
        using var generator = emulated.Client.AsIEmbeddingGenerator("codestral-embed", 256).AsBuilder().UseOpenTelemetry().Build();

        using (spans.Own())
            await generator.GenerateVectorAsync("one", cancellationToken: Token);

        var span = Assert.Single(spans.Named("embeddings codestral-embed"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal(256, span.GetTagItem("gen_ai.embeddings.dimension.count"));
        Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_has_the_question_and_the_answer(bool streaming)
    {
        var logs = new Logs();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Chat(emulated).AsBuilder().UseLogging(loggers).Build();

        var response = await AskAsync(chat, streaming, new() { ResponseFormat = ChatResponseFormat.Text });

        Assert.Contains(logs.Lines, line => line.Contains("\"Say hello.\"", StringComparison.Ordinal));
        Assert.Contains(logs.Lines, line => line.Contains(response.ResponseId!, StringComparison.Ordinal));
        Assert.Contains(logs.Lines, line => line.Contains("mistral_ai", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("Bearer", StringComparison.Ordinal));
    }

    private static IChatClient Chat(EmulatedKernel emulated) => emulated.Client.AsIChatClient(EmulatedKernel.Model);

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, ChatOptions options) => streaming
        ? await chat.GetStreamingResponseAsync("Say hello.", options, Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync("Say hello.", options, Token);
}
