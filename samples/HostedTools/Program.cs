// A conversation in which Mistral searches the web and runs code, and this program runs a function. Mistral stores the conversation, so
// only new messages are sent. The search must be approved in the terminal.
//
//   dotnet run --project samples/HostedTools
//   dotnet run --project samples/HostedTools -- "Search the web: what is new at Mistral AI?"
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set. The emulator searches only its own results.

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

using var mistral = await SampleClient.CreateAsync();
var chat = mistral.AsConversationChatClient("mistral-medium-latest");

var question = args.FirstOrDefault()
    ?? "Search the web: how high is the tallest church tower? Calculate 161 * 3.28, and tell me the weather in Ulm.";
var getWeather = AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather", "Gets the current weather in a city.");
var options = new ChatOptions
{
    Tools =
    [
        // new HostedWebSearchTool() is the tool without approval.
        new WebSearchTool { ToolConfiguration = new() { RequiresConfirmation = ["web_search"] } }.AsAITool(),
        new HostedCodeInterpreterTool(),
        getWeather,
    ],
};

Console.WriteLine(question);
List<ChatMessage> messages = [new(ChatRole.User, question)];
while (messages.Count > 0)
{
    var response = await chat.GetStreamingResponseAsync(messages, options).ToChatResponseAsync();
    foreach (var content in response.Messages.SelectMany(message => message.Contents))
        Print(content);

    options.ConversationId = response.ConversationId;
    messages = [.. await RespondAsync(response)];
}

// Creates the messages that the conversation needs before it continues: results of functions and approvals. UseFunctionInvocation of the
// package Microsoft.Extensions.AI runs the functions without this code.
async Task<List<ChatMessage>> RespondAsync(ChatResponse response)
{
    var messages = new List<ChatMessage>();
    foreach (var content in response.Messages.SelectMany(message => message.Contents))
    {
        // A function call next to a hosted call that needs approval is a request for approval too, which needs no user.
        if (((content as ToolApprovalRequestContent)?.ToolCall ?? content) is FunctionCallContent call)
        {
            var result = await getWeather.InvokeAsync(new(call.Arguments));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        }
        else if (content is ToolApprovalRequestContent { ToolCall: McpServerToolCallContent hosted } request)
        {
            messages.Add(new(ChatRole.User, [request.CreateResponse(Confirm($"Allow {hosted.Name}?"))]));
        }
    }

    return messages;
}

static bool Confirm(string question)
{
    Console.Write($"{question} [y/N] ");
    return Console.ReadLine() is "y" or "Y";
}

static void Print(AIContent content)
{
    switch (content)
    {
        case WebSearchToolCallContent search:
            Console.WriteLine($"[web search: {string.Join(", ", search.Queries ?? [])}]");
            break;
        case CodeInterpreterToolResultContent { Outputs: [TextContent output, ..] }:
            Console.WriteLine($"[code interpreter: {output.Text}]");
            break;
        case FunctionCallContent call:
            Console.WriteLine($"[{call.Name}: {string.Join(", ", call.Arguments?.Values ?? [])}]");
            break;
        case TextContent text:
            Console.WriteLine(text.Text);
            foreach (var citation in text.Annotations?.OfType<CitationAnnotation>() ?? [])
                Console.WriteLine($"  source: {citation.Title}, {citation.Url?.AbsoluteUri}");
            break;
    }
}
