using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var response = await chat.GetResponseAsync(
    "The city of Lyon lies on the Rhône and has 522250 inhabitants.",
    new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<City>() });
var city = JsonSerializer.Deserialize<City>(response.Text, JsonSerializerOptions.Web)!;
Console.WriteLine($"{city.Name} on the {city.River}: {city.Inhabitants} inhabitants");

record City(string Name, string River, int Inhabitants);
