using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Fim;

/// <summary><c>POST /v1/fim/completions</c>. The answers have the shapes of chat.</summary>
internal sealed class FimEndpoint(ModelCatalog models, IdGenerator idGenerator)
{
    private readonly UsageCalculator _usageCalculator = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/fim/completions", Complete)];

    private ApiResponse Complete(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(FimRequestSchema.Request);
        var model = models.Get(request.FindString("model")!, _ => true);
        // https://github.com/langchain-ai/langchainjs/pull/9646 quotes the server.
        if (!model.HasCapability("completion_fim"))
            throw ApiError.InvalidArguments("FIM is not enabled for this model");
        var prompt = Tokenizer.Count(request.FindString("prompt")!) + Tokenizer.Count(request.FindString("suffix") ?? "");
        OptionRules.CheckSampling(request);
        OptionRules.CheckContextLength(prompt, model);
        var completion = CreateCompletion(request, prompt);
        var answer = request.IsTrue("stream") ? ApiResponse.EventStream(completion.ToChunks()) : ApiResponse.Json(completion.ToJson());
        return answer with { Headers = model.ResponseHeaders, TokenCost = completion.Usage["total_tokens"]!.GetValue<int>() };
    }

    private ChatCompletionResponse CreateCompletion(JsonElement request, int promptTokens)
    {
        var (id, created) = idGenerator.NextCompletion();
        var middle = new FimGenerator(request.FindString("prompt")!, request.FindString("suffix") ?? "");
        var said = GeneratedChoice.Truncate(request, middle.Generate((int)Math.Min(request.FindNumber("min_tokens") ?? 0, 100_000)));
        var usage = _usageCalculator.Calculate(request, promptTokens, Tokenizer.CountCompletion(said));
        return new ChatCompletionResponse(id, created, request.FindString("model")!, [said], usage, Guardrails: null);
    }
}
