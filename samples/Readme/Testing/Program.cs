using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

await using var emulator = await MistralEmulator.StartAsync();
using var mistral = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "emulator-key-0123456789" });
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
emulator.Enqueue(ScriptedResponse.Fault(503)); // the first request fails and is retried
emulator.Say("Hello! How can I help you?");    // the response of the model
Console.WriteLine(await chat.GetResponseAsync("Hello!"));
Console.WriteLine($"Status codes: {string.Join(", ", emulator.Requests.Select(request => request.StatusCode))}");
