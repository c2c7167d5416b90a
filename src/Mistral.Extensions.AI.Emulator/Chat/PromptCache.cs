using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>The prompts seen under each <c>prompt_cache_key</c>: what a second request has in common with the first is cached.</summary>
internal sealed class PromptCache
{
    /// <summary>The API caches in blocks of so many tokens.</summary>
    private const int Block = 64;

    private readonly ConcurrentDictionary<string, int> _tokens = new();

    /// <summary>How many of a prompt's tokens were cached under the key before, in whole blocks.</summary>
    public int Use(string key, int promptTokens)
    {
        var before = 0;
        _tokens.AddOrUpdate(key, promptTokens, (_, known) =>
        {
            before = known;
            return promptTokens;
        });
        return Math.Min(before, promptTokens) / Block * Block;
    }
}
