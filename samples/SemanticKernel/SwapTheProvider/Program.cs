// A Semantic Kernel application that was written for OpenAI, on Mistral: one line is another.
//
//   dotnet run --project samples/SemanticKernel/SwapTheProvider

using System.ComponentModel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Emulator;

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
var (apiKey, endpoint) = emulator is null ? (Environment.GetEnvironmentVariable("MISTRAL_API_KEY")!, null) : ("any", emulator.Endpoint);

var builder = Kernel.CreateBuilder();
// builder.AddOpenAIChatCompletion("gpt-4o-mini", apiKey);
builder.AddMistralChatClient("mistral-small-latest", apiKey, endpoint);
builder.Plugins.AddFromType<Lights>();
var kernel = builder.Build();

// From here on nothing knows of a provider: neither the settings, nor the service, nor the history.
var settings = new PromptExecutionSettings
{
    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
    ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.2, ["max_tokens"] = 300 },
};

var chat = kernel.GetRequiredService<IChatCompletionService>();
ChatHistory history = [];
history.AddSystemMessage("You look after the lights of a house.");
foreach (var wish in new[] { "Turn on the lights in the \"kitchen\" and in the \"hall\".", "Thank you." })
{
    history.AddUserMessage(wish);
    var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);
    history.Add(answer);
    Console.WriteLine($"> {wish}\n{answer.Content}\n");
}

Console.WriteLine(await kernel.InvokePromptAsync("Say hello to {{$name}}.", new(settings) { ["name"] = "Ada" }));

internal sealed class Lights
{
    [KernelFunction, Description("Turns the lights of a room on or off.")]
    public static string TurnOn([Description("The room.")] string room, bool on = true)
    {
        Console.WriteLine($"({room}: {(on ? "on" : "off")})");
        return $"the lights in {room} are {(on ? "on" : "off")}";
    }
}
