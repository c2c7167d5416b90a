using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>Asks the model, and creates the responses of chat and FIM completions.</summary>
/// <param name="model">The model of requests without a scripted response.</param>
/// <param name="generatedModel">The model of requests whose response is replaced.</param>
/// <param name="idGenerator">The source of completion and tool-call IDs.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class ModelResponder(
    ILanguageModel model, GeneratedModel generatedModel, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly UsageCalculator _usageCalculator = new();

    /// <summary>Clears the prompt cache.</summary>
    public void Reset() => _usageCalculator.Clear();

    /// <summary>Returns the model for a request that breaks no rule: a script takes precedence over other models.</summary>
    public ILanguageModel GetModel(ApiRequest apiRequest, JsonElement request)
    {
        if (apiRequest.TakeScriptedContent(request) is { } script)
            return new ScriptedModel(script, idGenerator.NextToolCallId, options.TextInLastChunk);
        return apiRequest.TakeScriptedBody() ? generatedModel : model;
    }

    /// <summary>Creates the response to a request that breaks no rule.</summary>
    /// <param name="apiRequest">The HTTP request.</param>
    /// <param name="request">The request to the model.</param>
    /// <param name="card">The model that the request names.</param>
    /// <param name="promptTokens">The number of tokens in the prompt.</param>
    /// <param name="guardrails">The results of the guardrails; null if the request has none.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ApiError">The model returned an error.</exception>
    public async Task<ApiResponse> RespondAsync(
        ApiRequest apiRequest,
        JsonElement request,
        ModelCard card,
        int promptTokens,
        JsonArray? guardrails,
        CancellationToken cancellationToken)
    {
        var chosen = GetModel(apiRequest, request);
        if (request.IsTrue("stream"))
        {
            var updates = await ModelErrors.RunAsync(() => chosen.StreamAsync(request, cancellationToken)).ConfigureAwait(false);
            var chunks = CreateResponse().ToChunksAsync(ModelErrors.ConvertAsync(updates), GetChoiceCount(request), CountTokens);
            return ApiResponse.LiveEventStream(chunks) with { Headers = card.GetResponseHeaders() };
        }
        var completion = await ModelErrors.RunAsync(() => chosen.CompleteAsync(request, cancellationToken)).ConfigureAwait(false);
        var usage = _usageCalculator.Calculate(request, promptTokens, completion);
        return ApiResponse.Json(CreateResponse().ToJson(completion.Choices, usage)) with
        {
            Headers = card.GetResponseHeaders(),
            TokenCost = usage.TotalTokens,
        };

        ChatCompletionResponse CreateResponse()
        {
            var (id, created) = idGenerator.NextResponse();
            return new(id, created, request.FindString("model")!, guardrails);
        }

        TokenUsage CountTokens(Completion streamed)
        {
            var usage = _usageCalculator.Calculate(request, promptTokens, streamed);
            apiRequest.CountTokens(usage.TotalTokens);
            return usage;
        }
    }

    private static int GetChoiceCount(JsonElement request) => (int)(request.FindNumber("n") ?? 1);
}
