namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The token usage of one response.</summary>
/// <param name="PromptTokens">The number of tokens in the prompt.</param>
/// <param name="CompletionTokens">The number of tokens in all choices.</param>
/// <param name="CachedTokens">The number of prompt tokens found in the prompt cache.</param>
internal sealed record TokenUsage(int PromptTokens, int CompletionTokens, int CachedTokens)
{
    /// <summary>The number of prompt and completion tokens.</summary>
    public int TotalTokens => PromptTokens + CompletionTokens;
}
