using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Checks the rules of chat requests and creates the responses. The requests of agents have the same rules.</summary>
/// <param name="files">The uploaded files that requests can reference.</param>
/// <param name="idGenerator">The source of completion and tool-call ids.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class ChatCompletions(FileStore files, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly MessageRules _messageRules = new(options.AllowUserAfterTool);
    private readonly ChoiceGenerator _choiceGenerator = new(idGenerator.NextToolCallId, files);
    private readonly UsageCalculator _usageCalculator = new();

    /// <summary>Creates the response to a request that matches its schema.</summary>
    /// <param name="apiRequest">The request.</param>
    /// <param name="request">The body of the request.</param>
    /// <param name="model">The model.</param>
    /// <param name="modelName">The name of the model in the response: its ID or an alias.</param>
    /// <exception cref="ApiError">The request breaks a rule.</exception>
    public ApiResponse Complete(ApiRequest apiRequest, JsonElement request, ModelCard model, string modelName)
    {
        var guardrails = Check(request, model);
        var choices = Generate(apiRequest, request);
        var (id, created) = idGenerator.NextResponse();
        var usage = _usageCalculator.Calculate(request, Tokenizer.CountPrompt(request), choices.Sum(Tokenizer.CountCompletion));
        return new ChatCompletionResponse(id, created, modelName, choices, usage, guardrails)
            .ToApiResponse(model, request.IsTrue("stream"), options.TextInLastChunk);
    }

    /// <summary>Checks the rules of a request that matches its schema.</summary>
    /// <returns>The <c>guardrails</c> field of the response; null if the request has no guardrails.</returns>
    /// <exception cref="ApiError">The request breaks a rule.</exception>
    public JsonArray? Check(JsonElement request, ModelCard model)
    {
        var conversation = new Conversation(request);
        CompletionRules.CheckContextLength(request, Tokenizer.CountPrompt(request), model);
        _messageRules.Check(conversation.Messages);
        new ContentRules(model, files).Check(conversation.Messages);
        OptionRules.Check(request, model);
        return GuardrailEvaluator.Evaluate(request, conversation.LastText);
    }

    /// <summary>Creates the choices for a request that breaks no rule: those of a scripted response, otherwise generated ones.</summary>
    /// <exception cref="ApiError">The response would be too large.</exception>
    public IReadOnlyList<GeneratedChoice> Generate(ApiRequest apiRequest, JsonElement request) =>
        apiRequest.TakeScriptedContent(request) is { } script
            ? _choiceGenerator.Create(script, request, new Conversation(request))
            : Generate(request);

    /// <summary>Generates the choices for a request that breaks no rule.</summary>
    /// <exception cref="ApiError">The response would be too large.</exception>
    public IReadOnlyList<GeneratedChoice> Generate(JsonElement request) =>
        BudgetErrors.Run(budget => _choiceGenerator.Generate(request, new Conversation(request), budget));
}
