// Mistral-specific options, by field name or as a typed request, and the API without IChatClient.
//
//   dotnet run --project samples/MistralOptions

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Models;

using var mistral = await SampleClient.CreateAsync();
var chat = mistral.AsIChatClient("mistral-small-latest");

// What the model can do, from its card, which is loaded once.
var model = await chat.GetService<ModelCardCache>()!.GetAsync();
Console.WriteLine($"{model.Id}: {model.MaxContextLength} tokens, images: {model.Capabilities?.Vision}, retired on: {model.Deprecation}");

// By name: additional properties have the field names of the API.
var byName = await chat.GetResponseAsync("Say hello.", new ChatOptions
{
    AdditionalProperties = new() { ["prompt_cache_key"] = "greetings", ["service_tier"] = "standard_only" },
});
Console.WriteLine(byName.Text);

// Typed: fields of the raw request take precedence over the properties of ChatOptions.
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
Console.WriteLine($"{raw.Choices!.Count} choices, the first one: {typed.Text}");

// An assistant message at the end is the beginning of the response.
var continued = await chat.GetResponseAsync(
[
    new(ChatRole.User, "Write a line about the sea."),
    new(ChatRole.Assistant, "The sea, at dawn,"),
]);
Console.WriteLine($"The sea, at dawn,{continued.Text}");

// Without IChatClient: the requests and responses of the API as records.
var request = new ChatCompletionRequest
{
    Model = "mistral-small-latest",
    Messages = [new SystemMessage("Be brief."), new UserMessage("Say hello.")],
};
await foreach (var chunk in mistral.Chat.StreamAsync(request))
    Console.Write(chunk.Choices?[0].Delta?.Content?.Text);
Console.WriteLine();

// An error response of the API is a MistralException. Its message says what to do.
try
{
    await chat.GetResponseAsync("Say hello.", new ChatOptions { ModelId = "unknown-model" });
}
catch (MistralException exception) when (exception.Code is "1500")
{
    Console.WriteLine($"{(int?)exception.StatusCode}: {exception.Message}");
}
