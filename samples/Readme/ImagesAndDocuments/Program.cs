using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

using var mistral = await SampleClient.CreateAsync();
IChatClient chat = mistral.AsIChatClient("mistral-small-latest");
var photo = await DataContent.LoadFromAsync("photo.png"); // or new UriContent("https://example.com/photo.png", "image/png")
var invoice = await DataContent.LoadFromAsync("invoice.pdf");
Console.WriteLine(await chat.GetResponseAsync(new ChatMessage(ChatRole.User, [new TextContent("What is in this picture?"), photo])));
Console.WriteLine(await chat.GetResponseAsync(new ChatMessage(ChatRole.User, [new TextContent("What is the total?"), invoice])));
