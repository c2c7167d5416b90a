using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>The features of OpenAI-compatible servers that work with <see cref="ChatRules.OpenAICompatible"/>: docs/hosts.md.</summary>
public sealed class SelfHostedServerTests
{
    private static readonly AIFunction Add = AIFunctionFactory.Create((int a) => a + 2, "add");

    public static TheoryData<string> Servers => ["vLLM", "llama.cpp", "Ollama", "LM Studio"];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Response_has_text_reasoning_and_usage(string name)
    {
        var response = await SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync("2 + 2", null, CancellationToken);

        AssertResponse(response);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Stream_has_text_reasoning_and_usage(string name)
    {
        var updates = SelfHostedServer.Create(name).CreateChatClient().GetStreamingResponseAsync("2 + 2", null, CancellationToken);

        AssertResponse(await updates.ToChatResponseAsync(CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Reasoning_is_hidden_on_request(string name)
    {
        var options = new ChatOptions { Reasoning = new() { Output = ReasoningOutput.None } };

        var response = await SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync("2 + 2", options, CancellationToken);

        Assert.IsType<TextContent>(Assert.Single(Assert.Single(response.Messages).Contents));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Tool_call_and_its_result_can_be_sent_back(string name)
    {
        var chat = SelfHostedServer.Create(name).CreateChatClient();
        var options = new ChatOptions { Tools = [Add], ToolMode = ChatToolMode.RequireAny };
        List<ChatMessage> history = [new(ChatRole.User, "2 + 2")];
        history.AddMessages(await chat.GetStreamingResponseAsync(history, options, CancellationToken).ToListAsync(CancellationToken));
        var call = Assert.Single(history[^1].Contents.OfType<FunctionCallContent>());
        history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, 4)]));
        history.Add(new(ChatRole.User, "And?"));

        var response = await chat.GetResponseAsync(history, new() { Tools = [Add] }, CancellationToken);

        Assert.Equal(("add", "2"), (call.Name, call.Arguments!["a"]!.ToString()));
        Assert.Equal(SelfHostedServer.Text, response.Text);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Earlier_response_with_reasoning_can_be_sent_back(string name)
    {
        var server = SelfHostedServer.Create(name);
        var chat = server.CreateChatClient();
        List<ChatMessage> history = [new(ChatRole.User, "2 + 2")];
        history.AddMessages(await chat.GetResponseAsync(history, null, CancellationToken));
        history.Add(new(ChatRole.User, "Sure?"));

        await chat.GetResponseAsync(history, null, CancellationToken);

        Assert.Equal(SelfHostedServer.Text, (string?)server.LastRequest["messages"]![1]!["content"]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Seed_and_stream_options_have_the_names_of_OpenAI(string name)
    {
        var server = SelfHostedServer.Create(name);

        await server.CreateChatClient().GetStreamingResponseAsync("2 + 2", new() { Seed = 7 }, CancellationToken)
            .ToListAsync(CancellationToken);

        Assert.Equal(7, (int?)server.LastRequest["seed"]);
        Assert.Null(server.LastRequest["random_seed"]);
        Assert.True((bool?)server.LastRequest["stream_options"]!["include_usage"]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Image_is_accepted(string name)
    {
        var message = new ChatMessage(ChatRole.User, [new TextContent("What?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]);

        var response = await SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync(message, null, CancellationToken);

        AssertResponse(response);
    }

    [Theory]
    [InlineData("vLLM")]
    [InlineData("llama.cpp")]
    [InlineData("Ollama")]
    public async Task Audio_is_accepted(string name)
    {
        var server = SelfHostedServer.Create(name);
        byte[] wav = [.. "RIFF\0\0\0\0WAVE"u8];

        await server.CreateChatClient().GetResponseAsync(
            new ChatMessage(ChatRole.User, [new DataContent(wav, "audio/wav")]), null, CancellationToken);

        var audio = server.LastRequest["messages"]![0]!["content"]![0]!["input_audio"]!;
        Assert.Equal((Convert.ToBase64String(wav), "wav"), ((string?)audio["data"], (string?)audio["format"]));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Assistant_message_at_the_end_is_accepted(string name)
    {
        var response = await SelfHostedServer.Create(name).CreateChatClient()
            .GetResponseAsync([new(ChatRole.User, "2 + 2"), new(ChatRole.Assistant, "It is")], null, CancellationToken);

        AssertResponse(response);
    }

    [Theory]
    [InlineData("vLLM", "The model `other` does not exist.")]
    [InlineData("llama.cpp", "model 'other' not found")]
    [InlineData("Ollama", "model \"other\" not found, try pulling it first")]
    [InlineData("LM Studio", "Model \"other\" not found.")]
    public async Task Error_message_of_the_server_is_reported(string name, string message)
    {
        var exception = await Assert.ThrowsAsync<MistralException>(() => SelfHostedServer.Create(name).CreateChatClient()
            .GetResponseAsync("2 + 2", new() { ModelId = "other" }, CancellationToken));

        Assert.Equal(404, (int?)exception.StatusCode);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Document_is_rejected_by_the_server(string name)
    {
        var message = new ChatMessage(ChatRole.User, [new DataContent("%PDF-1.7"u8.ToArray(), "application/pdf")]);

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync(message, null, CancellationToken));

        Assert.Equal(400, (int?)exception.StatusCode);
    }

    [Theory]
    [InlineData("vLLM", true)]
    [InlineData("llama.cpp", true)]
    [InlineData("Ollama", false)]
    [InlineData("LM Studio", false)]
    public async Task Image_as_URL_depends_on_the_server(string name, bool isAccepted)
    {
        var message = new ChatMessage(ChatRole.User, [new UriContent("https://example.com/a.png", "image/png")]);

        var exception = await Record.ExceptionAsync(
            () => SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync(message, null, CancellationToken));

        Assert.Equal(isAccepted, exception is null);
        Assert.True(exception is null or MistralException { StatusCode: System.Net.HttpStatusCode.BadRequest });
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Operation_that_only_Mistral_has_throws(string name)
    {
        var client = SelfHostedServer.Create(name).CreateClient();

        await Assert.ThrowsAsync<MistralException>(() => client.Fim.CompleteAsync(
            new() { Model = SelfHostedServer.Model, Prompt = "a" }, CancellationToken));
    }

    [Theory]
    [InlineData("vLLM", true)]
    [InlineData("LM Studio", false)]
    public async Task Choice_of_one_function_depends_on_the_server(string name, bool isAccepted)
    {
        var options = new ChatOptions { Tools = [Add], ToolMode = ChatToolMode.RequireSpecific("add") };

        var exception = await Record.ExceptionAsync(
            () => SelfHostedServer.Create(name).CreateChatClient().GetResponseAsync("2 + 2", options, CancellationToken));

        Assert.Equal(isAccepted, exception is null);
        Assert.True(exception is null or MistralException { StatusCode: System.Net.HttpStatusCode.BadRequest });
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Embedding_request_has_dimensions(string name)
    {
        var server = SelfHostedServer.Create(name);
        var generator = server.CreateClient().AsIEmbeddingGenerator(SelfHostedServer.Model);

        var embeddings = await generator.GenerateAsync(["a"], new() { Dimensions = 8 }, CancellationToken);

        Assert.Equal(server.SupportsDimensions ? 8 : 4, Assert.Single(embeddings).Vector.Length);
        Assert.Equal(8, (int?)server.LastRequest["dimensions"]);
        Assert.Null(server.LastRequest["output_dimension"]);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Models_are_listed(string name)
    {
        var models = await SelfHostedServer.Create(name).CreateClient().Models.ListAsync(cancellationToken: CancellationToken);

        Assert.Equal(SelfHostedServer.Model, Assert.Single(models.Data).Id);
    }

    [Theory]
    [InlineData("vLLM", "tool_choice")]
    [InlineData("LM Studio", "tool_choice")]
    public async Task Tool_choice_of_the_default_rules_is_rejected_by_the_server(string name, string message)
    {
        var options = new ChatOptions { Tools = [Add], ToolMode = ChatToolMode.RequireAny };

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => SelfHostedServer.Create(name).CreateChatClient(new ChatRules()).GetResponseAsync("2 + 2", options, CancellationToken));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static void AssertResponse(ChatResponse response)
    {
        var contents = Assert.Single(response.Messages).Contents;
        Assert.Equal(SelfHostedServer.Text, response.Text);
        Assert.Equal(
            SelfHostedServer.Reasoning,
            string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text)));
        Assert.Equal((9, 6, 15), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }
}
