using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Calculates the token usage of responses and keeps the prompt cache between requests.</summary>
internal sealed class UsageCalculator
{
    private readonly PromptCache _promptCache = new();

    /// <summary>Calculates the usage of one response and updates the prompt cache.</summary>
    public TokenUsage Calculate(JsonElement request, int promptTokens, int completionTokens) => new(
        promptTokens,
        completionTokens,
        request.FindString("prompt_cache_key") is { } key ? _promptCache.UpdateAndGetCachedTokens(key, promptTokens) : 0);
}
