namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The token counts that a model reports. The emulator counts those that are null.</summary>
/// <param name="PromptTokens">The number of tokens in the prompt.</param>
/// <param name="CompletionTokens">The number of tokens in all choices.</param>
/// <param name="CachedTokens">The number of prompt tokens that the model found in its cache.</param>
internal sealed record ModelUsage(int? PromptTokens, int? CompletionTokens, int? CachedTokens)
{
    /// <summary>Adds the usage of another choice, which has the same prompt.</summary>
    public static ModelUsage? Add(ModelUsage? first, ModelUsage? second) => first is null || second is null
        ? first ?? second
        : first with { CompletionTokens = first.CompletionTokens + second.CompletionTokens };
}
