// What an application does with Mistral, against IChatClient alone.
//
//   dotnet run --project samples/Quickstart
//   dotnet run --project samples/Quickstart -- "A question of your own" picture-of-your-own.jpg

using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

var imageFile = args.FirstOrDefault(File.Exists) ?? Path.Combine(AppContext.BaseDirectory, "picture.png");
var question = args.FirstOrDefault(arg => arg != imageFile) ?? "Why is the sky blue?";

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
Console.WriteLine(emulator is null
    ? "MISTRAL_API_KEY is set: this runs on api.mistral.ai."
    : $"MISTRAL_API_KEY is not set: this runs on the emulator at {emulator.Endpoint} (no model, fixed answers).");

using var mistral = emulator is null
    ? new MistralClient()
    : new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");

try
{
    Title("An answer");
    var answer = await chat.GetResponseAsync(question);
    Console.WriteLine(answer.Text);
    Console.WriteLine($"[{answer.ModelId}: {answer.Usage?.InputTokenCount} tokens in, {answer.Usage?.OutputTokenCount} out]");

    Title("The same, streamed");
    await foreach (var update in chat.GetStreamingResponseAsync(question))
        Console.Write(update.Text);
    Console.WriteLine();

    Title("Two tools called in one turn");
    await AskWithToolsAsync("What is the weather in Paris and in Lyon?");

    Title("An answer as a record");
    var structured = await chat.GetResponseAsync(
        "Take down the city of Lyon, on the Rhône, with 522250 inhabitants.",
        new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<City>() });
    var city = JsonSerializer.Deserialize<City>(structured.Text, JsonSerializerOptions.Web)!;
    Console.WriteLine($"{city.Name}, on the {city.River}, {city.Inhabitants:N0} inhabitants");

    Title("A question about an image");
    var aboutImage = await chat.GetResponseAsync(new ChatMessage(ChatRole.User,
    [
        new TextContent("What is in this picture?"),
        await DataContent.LoadFromAsync(imageFile),
    ]));
    Console.WriteLine(aboutImage.Text);

    Title("A reasoning trace, and the answer");
    var reasoned = await chat.GetResponseAsync(
        "A bat and a ball cost 1.10 euros; the bat costs 1 euro more than the ball. What does the ball cost?",
        new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } });
    foreach (var thought in reasoned.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>())
        Console.WriteLine($"(thinking) {thought.Text}");
    Console.WriteLine(reasoned.Text);
    return 0;
}
catch (MistralException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// With the package Microsoft.Extensions.AI, chat.AsBuilder().UseFunctionInvocation().Build() runs this loop by itself.
async Task AskWithToolsAsync(string request)
{
    var getWeather = AIFunctionFactory.Create(GetWeather, "get_weather");
    var options = new ChatOptions { Tools = [getWeather] };
    List<ChatMessage> history = [new(ChatRole.User, request)];

    for (var round = 0; round < 5; round++)
    {
        var response = await chat.GetResponseAsync(history, options);
        history.AddMessages(response);
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        if (calls.Count == 0)
        {
            Console.WriteLine(response.Text);
            return;
        }

        foreach (var call in calls)
        {
            var result = await getWeather.InvokeAsync(new(call.Arguments));
            Console.WriteLine($"{call.Name}({string.Join(", ", call.Arguments?.Values ?? [])}) = {result}");
            history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        }
    }
}

[Description("The weather in a city, now.")]
static string GetWeather([Description("The city.")] string city) => $"{10 + (city.Length * 3 % 15)} °C and {(city.Length % 2 == 0 ? "rain" : "sun")}";

static void Title(string text) => Console.WriteLine($"\n--- {text}");

internal sealed record City(string Name, string River, int Inhabitants);
