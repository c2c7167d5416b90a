using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddMistralClient(builder.Configuration.GetSection("Mistral"));
builder.Services.AddMistralChatClient("mistral-small-latest");
builder.Services.AddMistralEmbeddingGenerator("mistral-embed");

using var host = builder.Build();
var chat = host.Services.GetRequiredService<IChatClient>();
Console.WriteLine(await chat.GetResponseAsync("Say hello."));
