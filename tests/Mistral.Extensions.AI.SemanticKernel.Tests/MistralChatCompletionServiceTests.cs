using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests;

/// <summary>The service without a kernel: construction, text generation, the model of a request, and errors.</summary>
public sealed class MistralChatCompletionServiceTests
{
    private const string InvalidKey = """{"message":"Unauthorized","request_id":"r1"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_with_an_API_key_sends_requests_and_disposes_its_client()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var service = new MistralChatCompletionService(KernelFixture.ModelId, KernelFixture.ApiKey, fixture.Emulator.Endpoint);

        var response = await service.GetChatMessageContentAsync("Hi", cancellationToken: Token);
        service.Dispose();

        Assert.Equal("You said: \"Hi\".", response.Content);
        await Assert.ThrowsAnyAsync<Exception>(() => service.GetChatMessageContentAsync("Hi", cancellationToken: Token));
    }

    [Fact]
    public async Task Service_with_a_client_does_not_dispose_it()
    {
        await using var fixture = await KernelFixture.StartAsync();
        new MistralChatCompletionService(KernelFixture.ModelId, fixture.Client).Dispose();

        var response = await new MistralChatCompletionService(KernelFixture.ModelId, fixture.Client)
            .GetChatMessageContentAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", response.Content);
    }

    [Fact]
    public async Task Service_uses_the_API_key_and_the_HTTP_client_of_its_constructor()
    {
        using var server = StubServer.WithDefaultResponse();
        using var http = new HttpClient(server) { BaseAddress = new("https://gateway.example/v1") };
        using var service = new MistralChatCompletionService(StubServer.Model, "key-one-0123456789", httpClient: http);

        await service.GetChatMessageContentAsync("Hi", cancellationToken: Token);

        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("key-one-0123456789", request.Headers.Authorization!.Parameter);
        Assert.Equal("https://gateway.example/v1/chat/completions", request.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public void Missing_model_API_key_or_client_throws()
    {
        using var client = new MistralClient(KernelFixture.ApiKey);

        Assert.Throws<ArgumentException>("modelId", () => new MistralChatCompletionService(" ", client));
        Assert.Throws<ArgumentException>("apiKey", () => new MistralChatCompletionService("mistral-small-latest", " "));
        Assert.Throws<ArgumentNullException>("client", () => new MistralChatCompletionService("m", (MistralClient)null!));
    }

    [Fact]
    public async Task Text_generation_sends_the_prompt_as_a_user_message()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var service = fixture.Kernel.GetRequiredService<ITextGenerationService>();

        var text = await service.GetTextContentAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", text.Text);
        Assert.Equal(KernelFixture.ModelId, text.ModelId);
        Assert.IsType<UsageDetails>(text.Metadata!["Usage"]);
        JsonAssert.Equal("""[{"role":"user","content":"Hi"}]""", fixture.GetMessages(0));
    }

    [Fact]
    public async Task Text_generation_can_be_streamed()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var service = fixture.Kernel.GetRequiredService<ITextGenerationService>();

        var chunks = await service.GetStreamingTextContentsAsync("Hi", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("You said: \"Hi\".", string.Concat(chunks.Select(chunk => chunk.Text)));
    }

    [Fact]
    public async Task Model_of_settings_replaces_the_model_of_the_service()
    {
        using var server = StubServer.WithDefaultResponse();

        await SendAsync(server, new MistralPromptExecutionSettings { ModelId = "mistral-large-latest" });

        Assert.Equal("mistral-large-latest", (string?)server.SingleRequestBody()["model"]);
    }

    [Fact]
    public async Task Model_of_another_provider_in_a_prompt_template_is_not_sent()
    {
        using var server = StubServer.WithDefaultResponse();
        using var logs = new LogCapture();
        var builder = Kernel.CreateBuilder();
        builder.Services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug));
        var kernel = builder.AddMistralChatClient(StubServer.Model, server.CreateClient()).Build();
        var template = PromptTemplateConfig.FromJson(
            """{"template":"Hi","execution_settings":{"default":{"model_id":"gpt-4o","temperature":0.5} } }""");

        await kernel.InvokeAsync(KernelFunctionFactory.CreateFromPrompt(template), cancellationToken: Token);

        var request = server.SingleRequestBody();
        Assert.Equal(StubServer.Model, (string?)request["model"]);
        Assert.Equal(0.5, (double?)request["temperature"]);
        Assert.Contains("gpt-4o", logs.AllText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_response_throws_HttpOperationException_with_the_MistralException_inside(bool streaming)
    {
        using var server = StubServer.WithResponse(InvalidKey, HttpStatusCode.Unauthorized);
        var service = new MistralChatCompletionService(StubServer.Model, server.CreateClient());

        var error = await Assert.ThrowsAsync<HttpOperationException>(async () => _ = streaming
            ? (object)await service.GetStreamingChatMessageContentsAsync("Hi", cancellationToken: Token).ToListAsync(Token)
            : await service.GetChatMessageContentAsync("Hi", cancellationToken: Token));

        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.Equal(InvalidKey, error.ResponseContent);
        var inner = Assert.IsType<MistralException>(error.InnerException);
        Assert.Equal(inner.Message, error.Message);
    }

    [Fact]
    public async Task Error_within_a_stream_throws_HttpOperationException()
    {
        using var server = StubServer.WithRawStream(
            $"data: {StubServer.Chunk("""{"role":"assistant","content":"Hel"}""").ReplaceLineEndings(" ")}\n\n");
        var service = new MistralChatCompletionService(StubServer.Model, server.CreateClient());
        var text = "";

        var error = await Assert.ThrowsAsync<HttpOperationException>(async () =>
        {
            await foreach (var chunk in service.GetStreamingChatMessageContentsAsync("Hi", cancellationToken: Token))
                text += chunk.Content;
        });

        Assert.IsType<MistralException>(error.InnerException);
        Assert.Equal("Hel", text);
    }

    [Fact]
    public async Task Function_filter_receives_HttpOperationException_and_can_replace_the_result()
    {
        using var server = StubServer.WithResponse(InvalidKey, HttpStatusCode.Unauthorized);
        var builder = Kernel.CreateBuilder().AddMistralChatClient(StubServer.Model, server.CreateClient());
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FallbackFilter());

        var result = await builder.Build().InvokePromptAsync("Hi", cancellationToken: Token);

        Assert.Equal("The service is not available: Unauthorized", result.GetValue<string>());
    }

    [Fact]
    public async Task Chat_client_of_a_kernel_throws_MistralException()
    {
        using var server = StubServer.WithResponse(InvalidKey, HttpStatusCode.Unauthorized);
        var kernel = Kernel.CreateBuilder().AddMistralChatClient(StubServer.Model, server.CreateClient()).Build();

        await Assert.ThrowsAsync<MistralException>(
            () => kernel.GetRequiredService<IChatClient>().GetResponseAsync("Hi", cancellationToken: Token));
    }

    private static Task<Microsoft.SemanticKernel.ChatMessageContent> SendAsync(StubServer server, PromptExecutionSettings settings) =>
        new MistralChatCompletionService(StubServer.Model, server.CreateClient())
            .GetChatMessageContentAsync("Hi", settings, cancellationToken: Token);

    // As in Semantic Kernel's sample RetryWithFilters.
    private sealed class FallbackFilter : IFunctionInvocationFilter
    {
        public async Task OnFunctionInvocationAsync(
            Microsoft.SemanticKernel.FunctionInvocationContext context,
            Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task> next)
        {
            try
            {
                await next(context);
            }
            catch (HttpOperationException exception)
            {
                context.Result = new(context.Function, $"The service is not available: {exception.StatusCode}");
            }
        }
    }
}
