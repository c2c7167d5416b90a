// A server with the endpoints of Mistral's API for any chat client and embedding generator. Start it, and set the endpoint of any Mistral
// client to its address:
//
//   dotnet run --project samples/Gateway -- --urls http://localhost:8080
//
// Without an address, it sends requests to itself and ends.

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Models;

var builder = WebApplication.CreateSlimBuilder(args);
var isDemo = builder.Configuration["urls"] is null;
if (isDemo)
    Demo.Configure(builder);

// The models: here Mistral's emulator. Any other IChatClient works as well; set options.ModelId to a model that it knows.
var mistral = await SampleClient.CreateAsync();
var chat = mistral.AsIChatClient("mistral-small-latest");
var embeddings = mistral.AsIEmbeddingGenerator("mistral-embed");
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, MistralJson.Default));
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
var app = builder.Build();
app.Use(ErrorResponses.HandleAsync);
app.MapPost("/v1/chat/completions", async Task<IResult> (ChatCompletionRequest request, CancellationToken cancellationToken) =>
{
    var (messages, options) = ((request.Messages ?? []).ToChatMessages(), request.ToChatOptions());
    if (request.Stream is true)
    {
        var updates = chat.GetStreamingResponseAsync(messages, options, cancellationToken);
        return EventStream.Create(updates.ToCompletionChunksAsync(request.Model, cancellationToken: cancellationToken));
    }

    var response = await chat.GetResponseAsync(messages, options, cancellationToken);
    return Results.Ok(response.ToChatCompletionResponse(request.Model));
});
app.MapPost("/v1/embeddings", async (EmbeddingRequest request, CancellationToken cancellationToken) =>
{
    var inputs = request.Input ?? throw new ArgumentException("The request has no input.");
    var vectors = await embeddings.GenerateAsync(inputs, request.ToEmbeddingGenerationOptions(), cancellationToken);
    return vectors.ToEmbeddingResponse(request);
});
app.MapGet("/v1/models", () => new ModelList { Object = "list", Data = [CreateCard("mistral-small-latest"), CreateCard("mistral-embed")] });

await (isDemo ? Demo.RunAsync(app) : app.RunAsync());

static ModelCard CreateCard(string id) => new() { Id = id, Object = "model", Type = "base", Capabilities = new() };
