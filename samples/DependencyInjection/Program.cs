// Mistral among the services of an application: options from the configuration, one client, two chat clients on it.
//
//   dotnet run --project samples/DependencyInjection

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mistral.Extensions.AI.Emulator;

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;

var builder = Host.CreateApplicationBuilder(args);
if (emulator is not null)
{
    // What appsettings.json would say.
    builder.Configuration["Mistral:Endpoint"] = emulator.Endpoint.ToString();
    builder.Configuration["Mistral:ApiKey"] = "any";
}

builder.Services.AddMistralClient(builder.Configuration.GetSection("Mistral"));
builder.Services.AddMistralChatClient("mistral-small-latest");
builder.Services.AddMistralChatClient("mistral-large-latest", serviceKey: "thorough");

using var host = builder.Build();
await host.StartAsync();

// An application asks for IChatClient, and knows of no provider.
var chat = host.Services.GetRequiredService<IChatClient>();
var thorough = host.Services.GetRequiredKeyedService<IChatClient>("thorough");
foreach (var client in new[] { chat, thorough })
{
    var response = await client.GetResponseAsync("Say hello.");
    Console.WriteLine($"{response.ModelId}: {response.Text}");
}

await host.StopAsync();
