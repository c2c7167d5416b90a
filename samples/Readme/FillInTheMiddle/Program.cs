using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
var response = await mistral.Fim.CompleteAsync(
    new() { Model = "codestral-latest", Prompt = "def is_odd(n):\n    ", Suffix = "\n\nprint(is_odd(7))", MaxTokens = 64 });
Console.WriteLine(response.Choices?[0].Message?.Content?.Text);
