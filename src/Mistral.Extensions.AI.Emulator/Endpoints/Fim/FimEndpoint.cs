using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Fim;

/// <summary>The fill-in-the-middle endpoint: <c>POST /v1/fim/completions</c>. Its responses have the format of chat completions.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="idGenerator">The source of completion ids.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class FimEndpoint(ModelCatalog models, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    /// <summary>The largest <c>min_tokens</c> that is respected, so that a request cannot exhaust the memory.</summary>
    private const int MaxMinTokens = 100_000;

    private readonly UsageCalculator _usageCalculator = new();

    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/fim/completions", Complete);

    private ApiResponse Complete(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(FimRequestSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model")!, _ => true);
        // https://github.com/langchain-ai/langchainjs/pull/9646 quotes this error message of the server.
        if (!model.HasCapability("completion_fim"))
            throw ApiError.InvalidArguments("FIM is not enabled for this model");
        var (prompt, suffix) = (request.FindString("prompt")!, request.FindString("suffix") ?? "");
        var promptTokens = Tokenizer.Count(prompt) + Tokenizer.Count(suffix);
        CompletionRules.CheckSampling(request);
        CompletionRules.CheckContextLength(request, promptTokens, model);
        var (id, created) = idGenerator.NextResponse();
        var minTokens = (int)Math.Min(request.FindNumber("min_tokens") ?? 0, MaxMinTokens);
        var choice = apiRequest.TakeScriptedContent(request) is { } script
            ? GeneratedChoice.FromScript(script, prefix: "", idGenerator.NextToolCallId)
            : GeneratedChoice.Truncate(request, new FimGenerator(prompt, suffix).Generate(minTokens));
        var usage = _usageCalculator.Calculate(request, promptTokens, Tokenizer.CountCompletion(choice));
        return new ChatCompletionResponse(id, created, request.FindString("model")!, [choice], usage, Guardrails: null)
            .ToApiResponse(model, request.IsTrue("stream"), options.TextInLastChunk);
    }
}
