using System.IO.Pipelines;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>Tools of an MCP server as functions of a Mistral model. The server runs in the test process.</summary>
public sealed class McpTests : IAsyncLifetime
{
    private readonly Pipe _clientToServer = new();
    private readonly Pipe _serverToClient = new();
    private readonly CancellationTokenSource _stop = new();
    private McpServer _server = null!;
    private McpClient _client = null!;
    private Task _serverTask = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = McpServer.Create(
            new StreamServerTransport(_clientToServer.Reader.AsStream(), _serverToClient.Writer.AsStream()),
            new McpServerOptions
            {
                ToolCollection =
                [
                    McpServerTool.Create(
                        (string city) => $"sunny in {city}",
                        new() { Name = "get_weather", Description = "Gets the current weather in a city." }),
                ],
            });
        _serverTask = _server.RunAsync(_stop.Token);
        _client = await McpClient.CreateAsync(
            new StreamClientTransport(_clientToServer.Writer.AsStream(), _serverToClient.Reader.AsStream()), cancellationToken: Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _stop.CancelAsync();
        await _serverTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_client_calls_tools_of_an_MCP_server(bool streaming)
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = fixture.Client.AsIChatClient(KernelFixture.ModelId).AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. await _client.ListToolsAsync(cancellationToken: Token)] };

        var response = streaming
            ? await chat.GetStreamingResponseAsync("The weather in Paris?", options, Token).ToChatResponseAsync(Token)
            : await chat.GetResponseAsync("The weather in Paris?", options, Token);

        Assert.Contains("sunny in Paris", response.Text, StringComparison.Ordinal);
        Assert.Equal("get_weather", (string?)fixture.RequestBodies[0]["tools"]![0]!["function"]!["name"]);
        Assert.Contains("sunny in Paris", fixture.GetMessages(1)[2]!["content"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kernel_calls_tools_of_an_MCP_server_as_functions()
    {
        var tools = await _client.ListToolsAsync(cancellationToken: Token);
        await using var fixture = await KernelFixture.StartAsync(builder =>
            builder.Plugins.AddFromFunctions("weather", tools.Select(tool => tool.AsKernelFunction())));

        var response = await fixture.Kernel.InvokePromptAsync<string>(
            "The weather in Paris?",
            new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
            cancellationToken: Token);

        Assert.Contains("sunny in Paris", response, StringComparison.Ordinal);
    }
}
