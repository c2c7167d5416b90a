using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules that chat and FIM requests share.</summary>
internal static class CompletionRules
{
    /// <summary>Rejects a <c>top_p</c> other than 1 with a <c>temperature</c> of 0.</summary>
    public static void CheckSampling(JsonElement request)
    {
        if (request.FindNumber("temperature") == 0 && request.FindNumber("top_p") is { } topP && topP != 1)
            throw ApiError.InvalidArguments("top_p must be 1 when using greedy sampling", "3054");
    }

    /// <summary>
    /// Rejects a prompt that is longer than the context of the model, and <c>max_tokens</c> that leaves no tokens for the prompt.
    /// https://github.com/openclaw/openclaw/pull/53177 reports the status code of the second case.
    /// </summary>
    public static void CheckContextLength(JsonElement request, int promptTokens, ModelCard model)
    {
        if (request.FindNumber("max_tokens") >= model.ContextLength)
            throw ApiError.BadRequest($"max_tokens must be less than the context length of the model, which is {model.ContextLength}",
                "invalid_request_error", null, StatusCodes.Status422UnprocessableEntity);
        if (promptTokens > model.ContextLength)
            throw ApiError.InvalidArguments(
                $"Prompt contains {promptTokens} tokens, too large for model with {model.ContextLength} maximum context length");
    }
}
