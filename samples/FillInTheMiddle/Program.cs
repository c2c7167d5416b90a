// Fill in the middle: the code between what stands before the cursor and what stands after it.
//
//   dotnet run --project samples/FillInTheMiddle
//
// Live, it takes a key of api.mistral.ai in MISTRAL_API_KEY, or one of codestral.mistral.ai in CODESTRAL_API_KEY.

using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Fim;

var hasCodestralKey = Environment.GetEnvironmentVariable("CODESTRAL_API_KEY") is not null;
await using var emulator = !hasCodestralKey && Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
using var mistral = emulator is not null ? new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" })
    : hasCodestralKey ? new MistralClient(MistralClientOptions.Codestral())
    : new MistralClient();

var request = new FimCompletionRequest
{
    Model = "codestral-latest",
    Prompt = "def is_odd(n):\n    ",
    Suffix = "\n\nprint(is_odd(7))",
    Temperature = 0,
    MaxTokens = 64,
};

Console.Write(request.Prompt);
await foreach (var chunk in mistral.Fim.StreamAsync(request))
    Console.Write(chunk.Choices?[0].Delta?.Content?.Text);
Console.WriteLine(request.Suffix);
