using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Checks the rules of chat requests and creates the responses. The requests of agents have the same rules.</summary>
/// <param name="files">The uploaded files that requests can reference.</param>
/// <param name="responder">Asks the model.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class ChatCompletions(FileStore files, ModelResponder responder, MistralEmulatorOptions options)
{
    private readonly MessageRules _messageRules = new(options.AllowUserAfterTool);

    /// <summary>Creates the response to a request that matches its schema.</summary>
    /// <param name="apiRequest">The request.</param>
    /// <param name="request">The body of the request. The response has its <c>model</c>: an ID or an alias.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ApiError">The request breaks a rule, or the model returned an error.</exception>
    public Task<ApiResponse> CompleteAsync(
        ApiRequest apiRequest, JsonElement request, ModelCard model, CancellationToken cancellationToken)
    {
        var guardrails = Check(request, model);
        return responder.RespondAsync(apiRequest, request, model, Tokenizer.CountPrompt(request), guardrails, cancellationToken);
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
}
