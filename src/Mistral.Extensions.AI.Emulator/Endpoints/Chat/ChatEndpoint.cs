using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(ModelCatalog models, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly MessageRules _messageRules = new(options.AllowUserAfterTool);
    private readonly ChoiceGenerator _choiceGenerator = new(idGenerator);
    private readonly UsageCalculator _usageCalculator = new();

    public IEnumerable<Route> Routes => [new("POST", "/v1/chat/completions", Complete)];

    private ApiResponse Complete(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(ChatRequestSchema.Request);
        var model = models.Get(request.FindString("model")!, card => card.HasCapability("completion_chat"));
        Validate(request, model);
        var guardrails = GuardrailEvaluator.Evaluate(request, new Conversation(request).LastText);
        var completion = CreateCompletion(request, guardrails);
        var answer = request.IsTrue("stream") ? ApiResponse.EventStream(completion.ToChunks()) : ApiResponse.Json(completion.ToJson());
        return answer with { Headers = model.ResponseHeaders, TokenCost = completion.Usage["total_tokens"]!.GetValue<int>() };
    }

    private void Validate(JsonElement request, ModelCard model)
    {
        var messages = new Conversation(request).Messages;
        _messageRules.Check(messages);
        new ContentRules(model).Check(messages);
        OptionRules.Check(request, model);
        OptionRules.CheckContextLength(Tokenizer.CountPrompt(request), model);
    }

    private ChatCompletionResponse CreateCompletion(JsonElement request, JsonArray? guardrails)
    {
        var (id, created) = idGenerator.NextCompletion();
        var choices = _choiceGenerator.Generate(request);
        var usage = _usageCalculator.Calculate(request, Tokenizer.CountPrompt(request), choices.Sum(Tokenizer.CountCompletion));
        return new ChatCompletionResponse(id, created, request.FindString("model")!, choices, usage, guardrails);
    }
}
