using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Prompts, with and without streaming, through the kernel and through <see cref="IChatCompletionService"/>.</summary>
public sealed class PromptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prompt_is_sent_as_one_user_message_without_other_fields()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var result = await fixture.Kernel.InvokePromptAsync("Why is the sky blue?", cancellationToken: Token);

        Assert.Equal("You said: \"Why is the sky blue?\".", result.GetValue<string>());
        JsonAssert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Why is the sky blue?"}]}""",
            Assert.Single(fixture.RequestBodies));
    }

    [Fact]
    public async Task Prompt_response_can_be_streamed()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var chunks = new List<string>();
        await foreach (var chunk in fixture.Kernel.InvokePromptStreamingAsync<string>("Why is the sky blue?", cancellationToken: Token))
            chunks.Add(chunk);

        Assert.True(chunks.Count(chunk => chunk.Length > 0) > 1);
        Assert.Equal("You said: \"Why is the sky blue?\".", string.Concat(chunks));
        Assert.True(Assert.Single(fixture.RequestBodies)["stream"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Prompt_template_inserts_arguments_and_function_results()
    {
        await using var fixture = await KernelFixture.StartAsync();
        fixture.Kernel.Plugins.AddFromObject(new WeatherPlugin(), "weather");

        await fixture.Kernel.InvokePromptAsync(
            """
            <message role="system">Be brief.</message>
            <message role="user">It is {{weather.get_weather $city}}. What shall I wear?</message>
            """,
            new() { ["city"] = "Paris" },
            cancellationToken: Token);

        JsonAssert.Equal(
            """
            [{"role":"system","content":"Be brief."},
             {"role":"user","content":"It is sunny in Paris. What shall I wear?"}]
            """,
            fixture.GetMessages(0));
    }

    [Fact]
    public async Task Prompt_template_can_contain_images()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await fixture.Kernel.InvokePromptAsync(
            """
            <message role="user"><text>What is this?</text><image>https://example.com/cat.jpg</image></message>
            """,
            cancellationToken: Token);

        JsonAssert.Equal(
            """
            [{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":"https://example.com/cat.jpg"}]}]
            """,
            fixture.GetMessages(0));
    }

    [Fact]
    public async Task Error_response_throws_MistralException_with_its_status()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var settings = new MistralPromptExecutionSettings { ReasoningEffort = "thorough" };

        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            fixture.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, Assert.IsType<MistralException>(error.GetBaseException()).StatusCode);
    }

    [Fact]
    public async Task Prompt_result_converts_to_response_types_of_MEAI_and_Semantic_Kernel()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var result = await fixture.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatMessageContent>()!.Content);
        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatResponse>()!.Text);
        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatMessage>()!.Text);
    }

    [Fact]
    public async Task Chat_completion_service_returns_responses_and_has_model_and_endpoint()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var service = fixture.Kernel.GetRequiredService<IChatCompletionService>();

        var response = await service.GetChatMessageContentAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", response.Content);
        Assert.Equal(AuthorRole.Assistant, response.Role);
        Assert.Equal(KernelFixture.ModelId, response.ModelId);
        Assert.Equal(KernelFixture.ModelId, service.Attributes["ModelId"]);
        Assert.Equal(fixture.Emulator.Endpoint.ToString().TrimEnd('/'), service.Attributes["Endpoint"]!.ToString()!.TrimEnd('/'));
    }

    [Fact]
    public async Task Chat_completion_service_streams_responses()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var text = "";
        await foreach (var chunk in fixture.Kernel.GetRequiredService<IChatCompletionService>()
            .GetStreamingChatMessageContentsAsync("Hi", cancellationToken: Token))
        {
            text += chunk.Content;
        }

        Assert.Equal("You said: \"Hi\".", text);
    }
}
