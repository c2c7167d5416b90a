// A chat in the browser, with streaming, reasoning, tool calls, citations, images and PDF files.
//
//   dotnet run --project samples/WebChat
//
// Open the address that the program prints. Ctrl+C stops the program.
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set. A connection string selects another server and the
// first model: ConnectionStrings__mistral="Endpoint=...;Key=...;Model=...".
//
// The browser keeps the conversation and sends it with each request, so the server stores nothing.

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var isEmulator = await Settings.AddDefaultsAsync(builder);

builder.AddMistralClient("mistral").AddChatClient();
builder.Services.ConfigureHttpJsonOptions(options =>
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, AIJsonUtilities.DefaultOptions.TypeInfoResolver!));

var app = builder.Build();
app.UseFileServer();
app.MapGet("/models", async (MistralClient mistral, IChatClient chat, CancellationToken cancellationToken) =>
{
    try
    {
        var cards = await mistral.Models.ListAsync(cancellationToken: cancellationToken);
        return Results.Ok(ChatModels.Create(cards, chat.GetService<ChatClientMetadata>()?.DefaultModelId, isEmulator));
    }
    catch (MistralException exception)
    {
        return Results.Json(ErrorEvent.Create(exception), statusCode: StatusCodes.Status502BadGateway);
    }
});

// The token is cancelled when the browser closes the connection, for example because the user stops the response.
app.MapPost("/chat", (ChatRequest request, IChatClient chat, CancellationToken cancellationToken) =>
    TypedResults.ServerSentEvents(ChatResponder.RespondAsync(chat, request, cancellationToken).WithErrorEvent(cancellationToken)));

await app.StartAsync();
Console.WriteLine($"Open {app.Urls.First()} in a browser. Press Ctrl+C to stop.");
await app.WaitForShutdownAsync();
