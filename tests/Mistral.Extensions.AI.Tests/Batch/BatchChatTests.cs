using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Batch requests with messages and options of Microsoft.Extensions.AI.</summary>
public sealed class BatchChatTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_and_options_become_requests_and_results_become_responses()
    {
        await using var server = await BatchRunServer.StartAsync();
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string city) => city, "get_weather")],
            ToolMode = ChatToolMode.RequireAny,
            MaxOutputTokens = 500,
        };

        var results = await RunAsync(
            server,
            ("text", new([new(ChatRole.System, "Be short."), new(ChatRole.User, "Say hello")])),
            ("call", new([new(ChatRole.User, "What is the weather in Paris?")], options)));

        Assert.NotEmpty(results["text"].GetResponse().Text);
        Assert.Equal("mistral-small-latest", results["text"].Response!.ModelId);
        var call = Assert.IsType<FunctionCallContent>(
            Assert.Single(results["call"].GetResponse().Messages[0].Contents, content => content is FunctionCallContent));
        Assert.Equal("get_weather", call.Name);
        Assert.Equal(ChatFinishReason.ToolCalls, results["call"].Response!.FinishReason);
        Assert.True(results["call"].Response!.Usage!.InputTokenCount > 0);
    }

    [Fact]
    public async Task Failed_request_has_a_ResponseError()
    {
        await using var server = await BatchRunServer.StartAsync(new()
        {
            GetResponse = id => id == "1" ? ScriptedResponse.Fault(422, """{"message":"Bad input"}""") : ScriptedResponse.Json("[1]"),
        });

        var results = await RunAsync(server, ("1", new([new(ChatRole.User, "Hi")])), ("2", new([new(ChatRole.User, "Hi")])));

        Assert.Contains("Bad input", results["1"].ResponseError!.Message, StringComparison.Ordinal);
        Assert.Contains("not the expected JSON", results["2"].ResponseError!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "The request \"1\" is invalid. Its messages are null.")]
    [InlineData(false, "The request \"1\" is invalid. ")]
    public async Task Invalid_request_throws_with_its_ID(bool hasNoMessages, string expected)
    {
        await using var server = await BatchRunServer.StartAsync();
        var request = hasNoMessages
            ? new BatchChatRequest(null!)
            : new([new(ChatRole.User, [new DataContent("data:video/mp4;base64,AAAA")])]);

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(server, ("1", request)));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        Assert.Empty(await server.GetJobsAsync());
    }

    private static async Task<Dictionary<string, BatchResult<ChatResponse>>> RunAsync(
        BatchRunServer server, params (string Id, BatchChatRequest Request)[] requests)
    {
        var endpoint = server.Client.AsBatchChatEndpoint("mistral-small-latest");
        return await server.Client.Batch.RunAsync(endpoint, requests.ToAsyncEnumerable(), new() { RunId = "run" }, CancellationToken)
            .ToDictionaryAsync(result => result.CustomId!, cancellationToken: CancellationToken);
    }
}
