using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The prompts seen under each <c>prompt_cache_key</c>: what a second request has in common with the first is cached.</summary>
internal sealed class PromptCache
{
    /// <summary>The API caches in blocks of so many tokens.</summary>
    private const int BlockSize = 64;

    private readonly ConcurrentDictionary<string, int> _tokensByKey = new();

    /// <summary>How many of a prompt's tokens were cached under the key before, in whole blocks.</summary>
    public int UpdateAndGetCachedTokens(string key, int promptTokens)
    {
        var before = 0;
        _tokensByKey.AddOrUpdate(key, promptTokens, (_, known) =>
        {
            before = known;
            return promptTokens;
        });
        return Math.Min(before, promptTokens) / BlockSize * BlockSize;
    }
}
