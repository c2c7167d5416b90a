using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>The OpenTelemetry spans and the logs of a kernel.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Span_has_provider_model_token_usage_and_finish_reason(bool streaming)
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();

        using (spans.StartTrace())
        {
            if (streaming)
            {
                await foreach (var _ in fixture.Kernel.InvokePromptStreamingAsync("Hi", cancellationToken: Token))
                {
                }
            }
            else
            {
                await fixture.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);
            }
        }

        var span = Assert.Single(spans.Get("chat mistral-small-latest"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.response.model"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
        Assert.True((int)span.GetTagItem("gen_ai.usage.output_tokens")! > 0);
        Assert.Equal("""["stop"]""", span.GetTagItem("gen_ai.response.finish_reasons"));
    }

    [Fact]
    public async Task Span_has_the_documented_source_and_contains_messages_when_EnableSensitiveData_is_set()
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync();
        fixture.Kernel.GetRequiredService<IChatClient>().GetService<OpenTelemetryChatClient>()!.EnableSensitiveData = true;

        using (spans.StartTrace())
            await fixture.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        var span = Assert.Single(spans.Get("chat mistral-small-latest"));
        Assert.Equal("Experimental.Microsoft.Extensions.AI", span.Source.Name);
        Assert.Contains("You said", (string?)span.GetTagItem("gen_ai.output.messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_of_function_calling_has_a_span()
    {
        using var spans = new SpanCapture();
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));

        using (spans.StartTrace())
        {
            await fixture.Kernel.InvokePromptAsync(
                "What is the weather in Paris?",
                new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
                cancellationToken: Token);
        }

        Assert.Equal(2, spans.Get("chat mistral-small-latest").Count);
    }

    [Fact]
    public async Task Kernel_logs_do_not_contain_the_API_key()
    {
        using var logs = new LogCapture();
        await using var fixture = await KernelFixture.StartAsync(builder =>
            builder.Services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace)));

        await fixture.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        Assert.Contains("LoggingChatClient", logs.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(KernelFixture.ApiKey, logs.AllText, StringComparison.Ordinal);
    }
}
