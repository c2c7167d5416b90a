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
    private readonly UsageMeter _usage = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/chat/completions", Complete)];

    private Answer Complete(Call call)
    {
        var request = call.ReadJson(ChatShapes.Request);
        var model = models.Get(request.FindText("model")!, card => card.Has("completion_chat"));
        Check(request, model);
        var guardrails = Moderations.Evaluate(request, new Conversation(request).LastText);
        var completion = Create(request, guardrails);
        var answer = request.IsTrue("stream") ? Answer.EventStream(completion.ToChunks()) : Answer.Json(completion.ToJson());
        return answer with { Headers = model.Headers, TokenCost = completion.Usage["total_tokens"]!.GetValue<int>() };
    }

    private void Check(JsonElement request, ModelCard model)
    {
        var messages = new Conversation(request).Messages;
        _messages.Check(messages);
        new ContentRules(model).Check(messages);
        OptionRules.Check(request, model);
        OptionRules.CheckLength(Tokens.CountPrompt(request), model);
    }

    private Completion Create(JsonElement request, JsonArray? guardrails)
    {
        var (id, created) = sequence.NextCompletion();
        var choices = _answers.Say(request);
        var usage = _usage.Measure(request, Tokens.CountPrompt(request), choices.Sum(Tokens.CountAnswer));
        return new Completion(id, created, request.FindText("model")!, choices, usage, guardrails);
    }
}
