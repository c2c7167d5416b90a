using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } };
var response = await chat.GetResponseAsync("Is 1027 a prime number?", options);
foreach (var thinking in response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>())
    Console.WriteLine($"Thinking: {thinking.Text}");
Console.WriteLine(response.Text);
