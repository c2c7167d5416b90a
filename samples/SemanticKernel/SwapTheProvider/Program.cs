// A Semantic Kernel application that was written for OpenAI and now uses a Mistral model: only one line is different.
//
//   dotnet run --project samples/SemanticKernel/SwapTheProvider
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using System.ComponentModel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

if (args.Length > 0)
    throw new ArgumentException("This sample does not accept arguments. Run it without arguments.");

var endpoint = await SampleClient.StartEmulatorAsync();
var apiKey = endpoint is null ? Environment.GetEnvironmentVariable("MISTRAL_API_KEY")! : SampleClient.EmulatorKey;

var builder = Kernel.CreateBuilder();
// builder.AddOpenAIChatCompletion("gpt-4o-mini", apiKey);
builder.AddMistralChatClient("mistral-small-latest", apiKey, endpoint);
builder.Plugins.AddFromType<LightsPlugin>();
var kernel = builder.Build();

// The rest is the same for every provider: settings, services and chat history.
var settings = new PromptExecutionSettings
{
    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
    ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.2, ["max_tokens"] = 300 },
};

var chat = kernel.GetRequiredService<IChatCompletionService>();
ChatHistory history = [];
history.AddSystemMessage("You control the lights of a house.");
foreach (var message in new[] { "Switch on the lights in the \"kitchen\" and in the \"hall\".", "Thank you." })
{
    history.AddUserMessage(message);
    var response = await chat.GetChatMessageContentAsync(history, settings, kernel);
    history.Add(response);
    Console.WriteLine($"> {message}\n{response.Content}\n");
}

Console.WriteLine(await kernel.InvokePromptAsync("Say hello to {{$name}}.", new(settings) { ["name"] = "Ada" }));

internal sealed class LightsPlugin
{
    [KernelFunction, Description("Switches the lights of a room on or off.")]
    public static string SwitchLights([Description("The name of the room.")] string room, bool on = true)
    {
        Console.WriteLine($"(SwitchLights {room} {(on ? "on" : "off")})");
        return $"the lights in the {room} are {(on ? "on" : "off")}";
    }
}
