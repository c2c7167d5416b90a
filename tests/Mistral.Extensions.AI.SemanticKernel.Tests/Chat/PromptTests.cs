using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Prompts, whole and streamed, through every door a kernel has.</summary>
public sealed class PromptTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_goes_out_as_a_user_message_and_nothing_beside_it()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var result = await emulated.Kernel.InvokePromptAsync("Why is the sky blue?", cancellationToken: Token);

        Assert.Equal("You said: \"Why is the sky blue?\".", result.GetValue<string>());
        JsonAssert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Why is the sky blue?"}]}""",
            Assert.Single(emulated.Bodies));
    }

    [Fact]
    public async Task A_prompt_is_streamed()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var pieces = new List<string>();
        await foreach (var piece in emulated.Kernel.InvokePromptStreamingAsync<string>("Why is the sky blue?", cancellationToken: Token))
            pieces.Add(piece);

        Assert.True(pieces.Count(piece => piece.Length > 0) > 1);
        Assert.Equal("You said: \"Why is the sky blue?\".", string.Concat(pieces));
        Assert.True(Assert.Single(emulated.Bodies)["stream"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_template_fills_in_arguments_and_calls_functions()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        emulated.Kernel.Plugins.AddFromObject(new WeatherPlugin(), "weather");

        await emulated.Kernel.InvokePromptAsync(
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
            emulated.Messages(0));
    }

    [Fact]
    public async Task A_template_shows_images()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await emulated.Kernel.InvokePromptAsync(
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
            emulated.Messages(0));
    }

    [Fact]
    public async Task A_prompt_that_is_refused_fails_with_the_words_of_the_server()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var settings = new MistralPromptExecutionSettings { ReasoningEffort = "thorough" };

        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            emulated.Kernel.InvokePromptAsync("Hi", new(settings), cancellationToken: Token));

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, Assert.IsType<MistralException>(error.GetBaseException()).StatusCode);
    }

    [Fact]
    public async Task An_answer_is_there_as_what_MEAI_and_what_SK_call_it()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var result = await emulated.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatMessageContent>()!.Content);
        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatResponse>()!.Text);
        Assert.Equal("You said: \"Hi\".", result.GetValue<ChatMessage>()!.Text);
    }

    [Fact]
    public async Task Old_code_finds_the_chat_completion_service_it_asks_for()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var service = emulated.Kernel.GetRequiredService<IChatCompletionService>();

        var answer = await service.GetChatMessageContentAsync("Hi", cancellationToken: Token);

        Assert.Equal("You said: \"Hi\".", answer.Content);
        Assert.Equal(AuthorRole.Assistant, answer.Role);
        Assert.Equal(EmulatedKernel.Model, answer.ModelId);
        Assert.Equal(EmulatedKernel.Model, service.Attributes["ModelId"]);
        Assert.Equal(emulated.Emulator.Endpoint.ToString().TrimEnd('/'), service.Attributes["Endpoint"]!.ToString()!.TrimEnd('/'));
    }

    [Fact]
    public async Task Old_code_streams_from_it()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var text = "";
        await foreach (var piece in emulated.Kernel.GetRequiredService<IChatCompletionService>()
            .GetStreamingChatMessageContentsAsync("Hi", cancellationToken: Token))
        {
            text += piece.Content;
        }

        Assert.Equal("You said: \"Hi\".", text);
    }
}
