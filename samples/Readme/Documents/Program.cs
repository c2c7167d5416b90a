using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var invoice = await DataContent.LoadFromAsync("invoice.pdf");
Console.WriteLine(await chat.GetResponseAsync(
    new ChatMessage(ChatRole.User, [new TextContent("What is the total of this invoice?"), invoice])));
