// The emulator in the tests of an application: answers you script, faults you cause, requests you read.
//
//   dotnet run --project samples/TestYourApp

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;

await using var emulator = await MistralEmulator.StartAsync();
using var mistral = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });
var chat = mistral.AsIChatClient("mistral-small-latest");

// The server is busy once, then says what the test needs.
emulator.Enqueue(ScriptedResponse.Fault(503));
emulator.Enqueue(ScriptedResponse.Json("""
    {"id":"1","object":"chat.completion","created":1769088720,"model":"mistral-small-latest",
     "choices":[{"index":0,"message":{"role":"assistant","content":"All is well."},"finish_reason":"stop"}],
     "usage":{"prompt_tokens":5,"completion_tokens":4,"total_tokens":9}}
    """));

var response = await chat.GetResponseAsync("How are you?");

Console.WriteLine(response.Text);
foreach (var request in emulator.Requests)
    Console.WriteLine($"{request.Method} {request.Path} {request.StatusCode}: {request.Json?["messages"]}");
