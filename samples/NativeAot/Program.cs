// Structured output, streaming and a tool call in a trimmed program or one that is compiled ahead of time (native AOT).
//
//   dotnet run --project samples/NativeAot
//   dotnet publish samples/NativeAot --use-current-runtime -o trimmed
//   dotnet publish samples/NativeAot --use-current-runtime -o native -p:NativeAot=true
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");

// JSON without reflection: each type of the program that becomes JSON is listed in a JsonSerializerContext.
var json = SampleJson.Default.Options;
var response = await chat.GetResponseAsync(
    "The city of Lyon lies on the Rhône and has 522250 inhabitants.",
    new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<City>(json) });
var city = JsonSerializer.Deserialize(response.Text, SampleJson.Default.City)!;
Console.WriteLine($"{city.Name}, on the {city.River}: {city.Inhabitants} inhabitants");

var getWeather = AIFunctionFactory.Create(GetWeather, "get_weather", serializerOptions: json);
List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Paris?")];
var called = await chat.GetResponseAsync(history, new ChatOptions { Tools = [getWeather] });
history.AddMessages(called);
foreach (var call in called.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
    history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, await getWeather.InvokeAsync(new(call.Arguments)))]));

await foreach (var update in chat.GetStreamingResponseAsync(history, new ChatOptions { Tools = [getWeather] }))
    Console.Write(update.Text);
Console.WriteLine();

[Description("Gets the current weather in a city.")]
static string GetWeather([Description("The city.")] string city) => $"22 °C in {city}";

internal sealed record City(string Name, string River, int Inhabitants);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(City))]
[JsonSerializable(typeof(string))]
internal sealed partial class SampleJson : JsonSerializerContext;
