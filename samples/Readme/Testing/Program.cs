using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

await using var emulator = await MistralEmulator.StartAsync();
using var mistral = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key-0123456789" });
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");

emulator.Enqueue(ScriptedResponse.Fault(503)); // the first request fails and is retried
Console.WriteLine(await chat.GetResponseAsync("Hello!"));
foreach (var request in emulator.Requests)
    Console.WriteLine($"{request.Method} {request.Path}: {request.StatusCode}");
