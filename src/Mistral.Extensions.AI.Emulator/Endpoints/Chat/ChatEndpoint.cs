using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The chat endpoint: <c>POST /v1/chat/completions</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="completions">Creates the responses.</param>
internal sealed class ChatEndpoint(ModelCatalog models, ChatCompletions completions)
{
    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/chat/completions", CompleteAsync);

    private Task<ApiResponse> CompleteAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(ChatRequestSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model")!, card => card.HasCapability("completion_chat"));
        return completions.CompleteAsync(apiRequest, request, model, cancellationToken);
    }
}
