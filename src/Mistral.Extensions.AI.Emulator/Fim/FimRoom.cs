using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Chat;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Fim;

/// <summary><c>POST /v1/fim/completions</c>. The answers have the shapes of chat.</summary>
internal sealed class FimRoom(ModelCatalog models, Sequence sequence)
{
    private readonly UsageMeter _usage = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/fim/completions", Complete)];

    private Answer Complete(Call call)
    {
        var request = call.ReadJson(FimShapes.Request);
        var model = models.Get(request.FindText("model")!, _ => true);
        // https://github.com/langchain-ai/langchainjs/pull/9646 quotes the server.
        if (!model.Has("completion_fim"))
            throw Refusal.InvalidArguments("FIM is not enabled for this model");
        var prompt = Tokens.Count(request.FindText("prompt")!) + Tokens.Count(request.FindText("suffix") ?? "");
        OptionRules.CheckSampling(request);
        OptionRules.CheckLength(prompt, model);
        var completion = Create(request, prompt);
        var answer = request.IsTrue("stream") ? Answer.EventStream(completion.ToChunks()) : Answer.Json(completion.ToJson());
        return answer with { Headers = model.Headers, TokenCost = completion.Usage["total_tokens"]!.GetValue<int>() };
    }

    private Completion Create(JsonElement request, int prompt)
    {
        var (id, created) = sequence.NextCompletion();
        var middle = new Middle(request.FindText("prompt")!, request.FindText("suffix") ?? "");
        var said = Said.Cut(request, middle.Write((int)Math.Min(request.FindNumber("min_tokens") ?? 0, 100_000)));
        var usage = _usage.Measure(request, prompt, Tokens.CountAnswer(said));
        return new Completion(id, created, request.FindText("model")!, [said], usage, Guardrails: null);
    }
}
