// Moderation of texts, and of the input and the responses of a chat client.
//
//   dotnet run --project samples/Moderation
//   dotnet run --project samples/Moderation -- "Text to moderate"
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set. The emulator flags words in capital letters, such as
// PII and VIOLENCE_AND_THREATS.

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;

using var mistral = await SampleClient.CreateAsync();
string[] texts = args is [] ? ["What a nice day!", "Her phone number is 555-0100 (PII)."] : args;

PrintTitle("Moderation of texts");
var response = await mistral.Classifiers.ModerateAsync(new() { Model = "mistral-moderation-latest", Input = texts });
foreach (var (text, result) in texts.Zip(response.Results))
{
    var flagged = result.Categories.Where(category => category.Value).Select(category => category.Key);
    Console.WriteLine($"{text} -> {(flagged.Any() ? string.Join(", ", flagged) : "not flagged")}");
}

// The chat client can be of any provider. It is called only if the input is not flagged.
var chat = mistral.AsIChatClient("mistral-small-latest").WithMistralModeration(mistral, new()
{
    Categories = ["violence_and_threats", "jailbreaking", "pii"],
    Thresholds = new Dictionary<string, double> { ["pii"] = 0.8 },
});

PrintTitle("Chat with moderation");
foreach (var text in texts)
{
    try
    {
        Console.WriteLine(await chat.GetResponseAsync(text));
    }
    catch (ModerationException exception)
    {
        Console.WriteLine($"No response, because {(exception.IsInput ? "the input" : "the response")} was flagged: "
            + string.Join(", ", exception.Categories));
    }
}

PrintTitle("Stream that ends with RefusalText");
var streaming = mistral.AsIChatClient("mistral-small-latest").WithMistralModeration(mistral, new()
{
    ModerateInput = false,
    StreamingBlockLength = 20,
    RefusalText = "\nI cannot continue this response.",
});
await foreach (var update in streaming.GetStreamingResponseAsync("Once upon a time in a quiet village, there was VIOLENCE_AND_THREATS."))
    Console.Write(update.Text);
Console.WriteLine();

static void PrintTitle(string text) => Console.WriteLine($"\n--- {text}");
