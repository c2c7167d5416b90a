// A Semantic Kernel agent that uses a Mistral model and two plugins: one of the application, and Mistral's OCR.
//
//   dotnet run --project samples/SemanticKernel/Agents
//   dotnet run --project samples/SemanticKernel/Agents -- "What is the weather in Lyon?"
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;

if (args.Any(string.IsNullOrWhiteSpace))
    throw new ArgumentException("A question must not be empty. Pass one question per argument, or no arguments.");

string[] questions = args.Length > 0
    ? args
    : ["What is the weather in Paris and in Lyon?", "Read the document \"invoice.pdf\" and report the total.", "Thank you!"];

using var mistral = await SampleClient.CreateAsync();
var builder = Kernel.CreateBuilder();
builder.AddMistralChatClient("mistral-small-latest", mistral);
builder.Plugins.AddFromType<WeatherPlugin>("weather");
builder.Plugins.AddFromObject(new MistralOcrPlugin(mistral, folder: AppContext.BaseDirectory), "documents");
var kernel = builder.Build();

var endpoint = kernel.GetRequiredService<IChatClient>().GetService<ChatClientMetadata>()?.ProviderUri;
Console.WriteLine(endpoint is { IsLoopback: true }
    ? $"MISTRAL_API_KEY is not set: using the emulator at {endpoint}. It is not a model: its responses follow fixed rules."
    : $"MISTRAL_API_KEY is set: using {endpoint}.");

var agent = new ChatCompletionAgent
{
    Name = "Assistant",
    Instructions = "Reply in one sentence. You can read the file invoice.pdf.",
    Kernel = kernel,
    Arguments = new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
};

var thread = new ChatHistoryAgentThread();
foreach (var question in questions)
{
    Console.WriteLine($"\n> {question}");
    await foreach (var chunk in agent.InvokeStreamingAsync(new ChatMessageContent(AuthorRole.User, question), thread))
        Console.Write(chunk.Message.Content);
    Console.WriteLine();
}

[Description("Weather information.")]
internal sealed class WeatherPlugin
{
    [KernelFunction("get_weather"), Description("Gets the current weather in a city.")]
    public static string GetWeather([Description("The name of the city.")] string city)
    {
        Console.WriteLine($"(get_weather {city})");
        return $"{10 + (city.Length * 3 % 15)} °C in {city}";
    }
}
