// Lets a Mistral model call the tools of an MCP server (Model Context Protocol).
//
//   dotnet run --project samples/McpTools
//   dotnet run --project samples/McpTools -- "Add 2 and 40." npx -y @modelcontextprotocol/server-everything
//
// The arguments are a question and the command that starts the server. Without a command, the program starts itself as the server.
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;

if (args is ["--server"])
{
    await ShopServer.RunAsync();
    return;
}

var question = args.FirstOrDefault() ?? "What is the stock of lamps in Paris and in Lyon?";
string[] command = args.Length > 1 ? args[1..] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "McpTools.dll"), "--server"];

await using var server = await ConnectAsync(command);
var tools = await server.ListToolsAsync();
Console.WriteLine($"--- Tools of the server {server.ServerInfo?.Name}");
foreach (var tool in tools)
    Console.WriteLine($"{tool.Name}: {tool.Description}");

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var options = new ChatOptions { Tools = [.. tools] };
List<ChatMessage> history = [new(ChatRole.User, question)];
Console.WriteLine($"\n--- {question}");

// With the package Microsoft.Extensions.AI, a middleware runs this loop: chat.AsBuilder().UseFunctionInvocation().Build().
for (var round = 0; round < 5; round++)
{
    var response = await chat.GetResponseAsync(history, options);
    history.AddMessages(response);
    Console.Write(response.Text);

    foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList())
    {
        var result = await tools.First(tool => tool.Name == call.Name).InvokeAsync(new(call.Arguments));
        Console.WriteLine($"{call.Name}({string.Join(", ", call.Arguments?.Values ?? [])}) = {result}");
        history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
    }

    if (history[^1].Role != ChatRole.Tool)
        break;
}

Console.WriteLine();

static async Task<McpClient> ConnectAsync(string[] command)
{
    try
    {
        return await McpClient.CreateAsync(new StdioClientTransport(new() { Command = command[0], Arguments = command[1..] }));
    }
    catch (IOException exception)
    {
        var cause = exception.InnerException ?? exception;
        throw new IOException($"The MCP server could not be started with \"{string.Join(' ', command)}\": {cause.Message}", exception);
    }
}
