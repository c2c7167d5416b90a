using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Calculates the token usage of responses and keeps the prompt cache between requests.</summary>
internal sealed class UsageCalculator
{
    private readonly PromptCache _promptCache = new();

    /// <summary>Clears the prompt cache.</summary>
    public void Clear() => _promptCache.Clear();

    /// <summary>Calculates the usage of one response and updates the prompt cache.</summary>
    public TokenUsage Calculate(JsonElement request, int promptTokens, int completionTokens) => new(
        promptTokens,
        completionTokens,
        request.FindString("prompt_cache_key") is { } key ? _promptCache.UpdateAndGetCachedTokens(key, promptTokens) : 0);

    /// <summary>
    /// Calculates the usage of one completion and updates the prompt cache. The token counts of the model take precedence over those of
    /// the <see cref="Tokenizer"/>.
    /// </summary>
    public TokenUsage Calculate(JsonElement request, int promptTokens, Completion completion)
    {
        var usage = Calculate(
            request,
            completion.Usage?.PromptTokens ?? promptTokens,
            completion.Usage?.CompletionTokens ?? completion.Choices.Sum(Tokenizer.CountCompletion));
        return usage with { CachedTokens = completion.Usage?.CachedTokens ?? usage.CachedTokens };
    }
}
