// Chat, streaming, tool calls, structured output, images and reasoning through IChatClient.
//
//   dotnet run --project samples/Quickstart
//   dotnet run --project samples/Quickstart -- "What is this?" samples/Assets/photo.png
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

var (question, imageFile) = Arguments.Parse(args);
using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var endpoint = chat.GetService<ChatClientMetadata>()?.ProviderUri;
Console.WriteLine(endpoint is { IsLoopback: true }
    ? $"MISTRAL_API_KEY is not set: using the emulator at {endpoint}. It is not a model: its responses follow fixed rules."
    : $"MISTRAL_API_KEY is set: using {endpoint}.");

// If there is an image, the question is about it and is sent below, together with the image.
var textQuestion = (imageFile is null ? question : null) ?? "Why is the sky blue?";

PrintTitle("Response");
var response = await chat.GetResponseAsync(textQuestion);
Console.WriteLine(response.Text);
Console.WriteLine($"[{response.ModelId}, tokens: {response.Usage?.InputTokenCount} input, {response.Usage?.OutputTokenCount} output]");

PrintTitle("Streamed response");
await foreach (var update in chat.GetStreamingResponseAsync(textQuestion))
    Console.Write(update.Text);
Console.WriteLine();

PrintTitle("Two tool calls in one response");
await AskWithToolsAsync("What is the weather in Paris and in Lyon?");

PrintTitle("Structured output");
var structured = await chat.GetResponseAsync(
    "The city of Lyon lies on the Rhône and has 522250 inhabitants.",
    new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<City>() });
var city = JsonSerializer.Deserialize<City>(structured.Text, JsonSerializerOptions.Web)!;
Console.WriteLine($"{city.Name}, on the {city.River}, {city.Inhabitants:N0} inhabitants");

PrintTitle("Question about an image");
var image = await DataContent.LoadFromAsync(imageFile ?? Path.Combine(AppContext.BaseDirectory, "photo.png"));
var imageQuestion = new TextContent((imageFile is null ? null : question) ?? "What is in this picture?");
Console.WriteLine(await chat.GetResponseAsync(new ChatMessage(ChatRole.User, [imageQuestion, image])));

PrintTitle("Reasoning");
var reasoned = await chat.GetResponseAsync(
    "A bat and a ball cost 1.10 euros. The bat costs 1 euro more than the ball. What does the ball cost?",
    new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } });
foreach (var thinking in reasoned.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>())
    Console.WriteLine($"(thinking) {thinking.Text}");
Console.WriteLine(reasoned.Text);

// The package Microsoft.Extensions.AI runs this loop for you: chat.AsBuilder().UseFunctionInvocation().Build().
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

[Description("Gets the current weather in a city.")]
static string GetWeather([Description("The city.")] string city) =>
    $"{10 + (city.Length * 3 % 15)} °C and {(city.Length % 2 == 0 ? "rain" : "sun")}";

static void PrintTitle(string text) => Console.WriteLine($"\n--- {text}");

internal sealed record City(string Name, string River, int Inhabitants);
