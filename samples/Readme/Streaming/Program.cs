using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
await foreach (var update in chat.GetStreamingResponseAsync("Tell me a story about the sea."))
    Console.Write(update.Text);
