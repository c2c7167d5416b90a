using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Fim;

/// <summary>The fill-in-the-middle endpoint: <c>POST /v1/fim/completions</c>. Its responses have the format of chat completions.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="responder">Asks the model.</param>
internal sealed class FimEndpoint(ModelCatalog models, ModelResponder responder)
{
    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/fim/completions", CompleteAsync);

    private Task<ApiResponse> CompleteAsync(ApiRequest apiRequest, CancellationToken cancellationToken)
    {
        var request = apiRequest.ReadJson(FimRequestSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model")!, _ => true);
        // https://github.com/langchain-ai/langchainjs/pull/9646 quotes this error message of the server.
        if (!model.HasCapability("completion_fim"))
            throw ApiError.InvalidArguments("FIM is not enabled for this model");
        var promptTokens = Tokenizer.Count(request.FindString("prompt")!) + Tokenizer.Count(request.FindString("suffix") ?? "");
        CompletionRules.CheckSampling(request);
        CompletionRules.CheckContextLength(request, promptTokens, model);
        return responder.RespondAsync(apiRequest, request, model, promptTokens, guardrails: null, cancellationToken);
    }
}
