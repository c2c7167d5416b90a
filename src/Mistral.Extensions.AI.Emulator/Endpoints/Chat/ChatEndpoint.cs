using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The chat endpoint: <c>POST /v1/chat/completions</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="idGenerator">The source of completion and tool-call ids.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class ChatEndpoint(ModelCatalog models, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly MessageRules _messageRules = new(options.AllowUserAfterTool);
    private readonly ChoiceGenerator _choiceGenerator = new(idGenerator.NextToolCallId);
    private readonly UsageCalculator _usageCalculator = new();

    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/chat/completions", Complete);

    private ApiResponse Complete(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(ChatRequestSchema.Request);
        var model = models.GetRequired(request.FindString("model")!, card => card.HasCapability("completion_chat"));
        var conversation = new Conversation(request);
        var promptTokens = Tokenizer.CountPrompt(request);
        CompletionRules.CheckContextLength(request, promptTokens, model);
        _messageRules.Check(conversation.Messages);
        new ContentRules(model).Check(conversation.Messages);
        OptionRules.Check(request, model);
        var guardrails = GuardrailEvaluator.Evaluate(request, conversation.LastText);
        var choices = BudgetErrors.Run(budget => _choiceGenerator.Generate(request, conversation, budget));
        var (id, created) = idGenerator.NextResponse();
        var usage = _usageCalculator.Calculate(request, promptTokens, choices.Sum(Tokenizer.CountCompletion));
        return new ChatCompletionResponse(id, created, request.FindString("model")!, choices, usage, guardrails)
            .ToApiResponse(model, request.IsTrue("stream"), options.TextInLastChunk);
    }
}
