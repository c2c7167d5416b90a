using System.Collections.Concurrent;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Emulates prompt caching: remembers the length of the last prompt with each <c>prompt_cache_key</c>.</summary>
internal sealed class PromptCache
{
    /// <summary>The API caches in blocks of this many tokens.</summary>
    private const int BlockSize = 64;

    private readonly ConcurrentDictionary<string, int> _tokensByKey = new();

    /// <summary>
    /// Stores the length of a prompt, and returns how many of its tokens the previous prompt with the same key had cached, in whole
    /// blocks. The texts are not compared.
    /// </summary>
    public int UpdateAndGetCachedTokens(string key, int promptTokens)
    {
        var previousTokens = 0;
        _tokensByKey.AddOrUpdate(key, promptTokens, (_, existingTokens) =>
        {
            previousTokens = existingTokens;
            return promptTokens;
        });
        return Math.Min(previousTokens, promptTokens) / BlockSize * BlockSize;
    }
}
