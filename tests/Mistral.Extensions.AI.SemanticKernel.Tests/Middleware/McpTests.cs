using System.IO.Pipelines;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>Tools of an MCP server, called by a Mistral chat: the server speaks the protocol over pipes within the test.</summary>
public sealed class McpTests : IAsyncLifetime
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly CancellationTokenSource _stop = new();
    private McpServer _server = null!;
    private McpClient _client = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = McpServer.Create(
            new StreamServerTransport(_toServer.Reader.AsStream(), _toClient.Writer.AsStream()),
            new McpServerOptions
            {
                ToolCollection = [McpServerTool.Create((string city) => $"sunny in {city}", new() { Name = "get_weather", Description = "The weather in a city." })],
            });
        _running = _server.RunAsync(_stop.Token);
        _client = await McpClient.CreateAsync(
            new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()), cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chat_calls_the_tools_of_a_server(bool streaming)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = emulated.Client.AsIChatClient(EmulatedKernel.Model).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. await _client.ListToolsAsync(cancellationToken: Token)] };

        var response = streaming
            ? await chat.GetStreamingResponseAsync("The weather in Paris?", options, Token).ToChatResponseAsync(Token)
            : await chat.GetResponseAsync("The weather in Paris?", options, Token);

        Assert.Contains("sunny in Paris", response.Text, StringComparison.Ordinal);
        Assert.Equal("get_weather", (string?)emulated.Bodies[0]["tools"]![0]!["function"]!["name"]);
        Assert.Contains("sunny in Paris", emulated.Messages(1)[2]!["content"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_calls_them_as_functions_of_its_own()
    {
        var tools = await _client.ListToolsAsync(cancellationToken: Token);
        await using var emulated = await EmulatedKernel.StartAsync(builder =>
            builder.Plugins.AddFromFunctions("weather", tools.Select(tool => tool.AsKernelFunction())));

        var answer = await emulated.Kernel.InvokePromptAsync<string>(
            "The weather in Paris?",
            new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Contains("sunny in Paris", answer, StringComparison.Ordinal);
    }
}
