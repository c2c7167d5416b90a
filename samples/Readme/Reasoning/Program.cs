using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var response = await chat.GetResponseAsync(
    "A bat and a ball cost 1.10 euros. The bat costs 1 euro more than the ball. What does the ball cost?",
    new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } });
foreach (var thinking in response.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>())
    Console.WriteLine($"Thinking: {thinking.Text}");
Console.WriteLine(response.Text);
