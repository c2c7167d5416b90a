// What only Mistral has, in three ways: by name, typed, and without IChatClient.
//
//   dotnet run --project samples/MistralOptions

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Emulator;

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
using var mistral = emulator is null
    ? new MistralClient()
    : new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });
var chat = mistral.AsIChatClient("mistral-small-latest");

// By name: the API's names, among the additional properties.
var byName = await chat.GetResponseAsync("Say hello.", new ChatOptions
{
    AdditionalProperties = new() { ["prompt_cache_key"] = "greetings", ["service_tier"] = "standard_only" },
});
Console.WriteLine(byName.Text);

// Typed: the raw request speaks first, the portable options fill what it leaves unsaid.
var typed = await chat.GetResponseAsync("Say hello.", new ChatOptions
{
    Temperature = 0.3f,
    RawRepresentationFactory = _ => new ChatCompletionRequest
    {
        N = 2,
        Guardrails = [new GuardrailConfig { ModerationLlmV2 = new() { Action = "block" } }],
    },
});
var raw = (ChatCompletionResponse)typed.RawRepresentation!;
Console.WriteLine($"{raw.Choices!.Count} answers, the first: {typed.Text}");

// An answer that goes on where the last message ends.
var continued = await chat.GetResponseAsync(
[
    new(ChatRole.User, "Write a line about the sea."),
    new(ChatRole.Assistant, "The sea, at dawn,"),
]);
Console.WriteLine($"The sea, at dawn,{continued.Text}");

// Without IChatClient: the API's own groups, verbs and shapes.
await foreach (var chunk in mistral.Chat.StreamAsync(new()
{
    Model = "mistral-small-latest",
    Messages = [new SystemMessage("Be brief."), new UserMessage("Say hello.")],
}))
{
    Console.Write(chunk.Choices?[0].Delta?.Content?.Text);
}

Console.WriteLine();

// What the server refuses is one exception, and its message says what to do.
try
{
    await chat.GetResponseAsync("Say hello.", new ChatOptions { ModelId = "mistral-gigantic" });
}
catch (MistralException exception) when (exception.Code is "1500")
{
    Console.WriteLine($"{(int?)exception.StatusCode}: {exception.Message}");
}
