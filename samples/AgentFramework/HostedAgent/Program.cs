// An agent that Mistral stores, as an agent of the Microsoft Agent Framework. Mistral has its model, its instructions and its tools, and
// stores the conversation. The Agent Framework invokes the functions.
//
//   dotnet run --project samples/AgentFramework/HostedAgent
//   dotnet run --project samples/AgentFramework/HostedAgent -- <agent ID>
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set. Without an agent ID, it creates an agent and deletes
// it at the end.

using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

using var mistral = await SampleClient.CreateAsync();
var getWeather = AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather", "Gets the current weather in a city.");

var agentId = args.FirstOrDefault() ?? await CreateAgentAsync();
var agent = await GetAIAgentAsync(agentId);
var session = await agent.CreateSessionAsync();
foreach (var question in new[] { "What is the weather in Paris?", "Calculate 22 * 1.8 + 32." })
{
    Console.WriteLine($"{question}\n{agent.Name}: {await agent.RunAsync(question, session)}");
}

if (args.Length == 0)
    await mistral.Agents.DeleteAsync(agentId);

// The instructions remain at Mistral: the chat client of an agent does not send others.
async Task<ChatClientAgent> GetAIAgentAsync(string id)
{
    var stored = await mistral.Agents.GetAsync(id);
    return mistral.AsAgentChatClient(id).AsAIAgent(new ChatClientAgentOptions
    {
        Id = stored.Id,
        Name = stored.Name,
        Description = stored.Description,
        ChatOptions = new() { Tools = [getWeather] },
    });
}

async Task<string> CreateAgentAsync()
{
    var function = new Function { Name = getWeather.Name, Description = getWeather.Description, Parameters = getWeather.JsonSchema };
    var stored = await mistral.Agents.CreateAsync(new()
    {
        Model = "mistral-medium-latest",
        Name = "Assistant",
        Description = "Answers questions about the weather and calculates.",
        Instructions = "Be brief.",
        Tools = [new FunctionTool(function), new CodeInterpreterTool()],
    });
    return stored.Id!;
}
