using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
var response = await mistral.Fim.CompleteAsync(
    new() { Model = "codestral-latest", Prompt = "def add(a, b):", Suffix = "print(add(1, 2))", MaxTokens = 64 });
Console.WriteLine(response.Choices?[0].Message?.Content?.Text);
