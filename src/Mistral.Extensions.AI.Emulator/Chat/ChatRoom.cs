using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatRoom(ModelCatalog models, Sequence sequence, MistralEmulatorOptions options)
{
    private readonly MessageRules _messages = new(options.AllowUserAfterTool);
    private readonly ChatAnswers _answers = new(sequence);
    private readonly PromptCache _cache = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/chat/completions", Complete)];

    private Answer Complete(Call call)
    {
        var request = call.ReadJson(ChatShapes.Request);
        var model = FindModel(request.FindText("model")!);
        Check(request, model);
        var guardrails = Moderations.Evaluate(request, new Conversation(request).LastText);
        var completion = Create(request, guardrails);
        var answer = request.IsTrue("stream") ? Answer.EventStream(completion.ToChunks()) : Answer.Json(completion.ToJson());
        return answer with { Headers = DeprecationOf(model), TokenCost = completion.Usage["total_tokens"]!.GetValue<int>() };
    }

    private ModelCard FindModel(string name) => models.Find(name) is { } card && card.Has("completion_chat")
        ? card
        : throw Refusal.BadRequest($"Invalid model: {name}", "invalid_model", "1500");

    private void Check(JsonElement request, ModelCard model)
    {
        var messages = new Conversation(request).Messages;
        _messages.Check(messages);
        new ContentRules(model).Check(messages);
        OptionRules.Check(request, model);
        if (Tokens.CountPrompt(request) is var tokens && tokens > model.ContextLength)
            throw Refusal.InvalidArguments(
                $"Prompt contains {tokens} tokens, too large for model with {model.ContextLength} maximum context length");
    }

    private Completion Create(JsonElement request, JsonArray? guardrails)
    {
        var (id, created) = sequence.NextCompletion();
        var choices = _answers.Say(request);
        return new Completion(id, created, request.FindText("model")!, choices, Usage(request, choices), guardrails);
    }

    private JsonObject Usage(JsonElement request, IReadOnlyList<Said> choices)
    {
        var prompt = Tokens.CountPrompt(request);
        var answer = choices.Sum(Tokens.CountAnswer);
        var usage = new JsonObject { ["prompt_tokens"] = prompt, ["total_tokens"] = prompt + answer, ["completion_tokens"] = answer };
        if (request.FindText("prompt_cache_key") is { } key)
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = _cache.Use(key, prompt) };
        if (request.FindText("service_tier") is not null)
            usage["service_tier"] = "standard";
        return usage;
    }

    private static Dictionary<string, string> DeprecationOf(ModelCard model) =>
        model.Deprecation is { } date ? new() { ["x-model-deprecation-timestamp"] = date } : [];
}
