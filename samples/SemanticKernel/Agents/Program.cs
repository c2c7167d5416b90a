// An agent of Semantic Kernel's on Mistral, with two plugins: one of the application's own, and Mistral's OCR.
//
//   dotnet run --project samples/SemanticKernel/Agents
//   dotnet run --project samples/SemanticKernel/Agents -- "What is the weather in Lyon?"

using System.ComponentModel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.SemanticKernel;

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
Console.WriteLine(emulator is null
    ? "MISTRAL_API_KEY is set: this runs on api.mistral.ai."
    : $"MISTRAL_API_KEY is not set: this runs on the emulator at {emulator.Endpoint} (no model, fixed answers).");

using var mistral = emulator is null
    ? new MistralClient()
    : new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });

var builder = Kernel.CreateBuilder();
builder.AddMistralChatClient("mistral-small-latest", mistral);
builder.Plugins.AddFromType<WeatherPlugin>("weather");
builder.Plugins.AddFromObject(new MistralOcrPlugin(mistral, folder: AppContext.BaseDirectory), "documents");

var agent = new ChatCompletionAgent
{
    Name = "Assistant",
    Instructions = "Answer in one sentence. Documents are files: invoice.pdf.",
    Kernel = builder.Build(),
    Arguments = new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
};

var thread = new ChatHistoryAgentThread();
string[] questions = args.Length > 0
    ? args
    : ["What is the weather in Paris and in Lyon?", "Read the document \"invoice.pdf\" and tell the total.", "Thank you!"];
foreach (var question in questions)
{
    Console.WriteLine($"\n> {question}");
    await foreach (var piece in agent.InvokeStreamingAsync(new ChatMessageContent(AuthorRole.User, question), thread))
        Console.Write(piece.Message.Content);
    Console.WriteLine();
}

[Description("Knows the weather.")]
internal sealed class WeatherPlugin
{
    [KernelFunction("get_weather"), Description("The weather in a city, now.")]
    public static string GetWeather([Description("The city.")] string city)
    {
        Console.WriteLine($"(get_weather {city})");
        return $"{10 + (city.Length * 3 % 15)} °C in {city}";
    }
}
