using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Emulates prompt caching: remembers the length of the last prompt with each <c>prompt_cache_key</c>.</summary>
internal sealed class PromptCache
{
    /// <summary>The API caches in blocks of this many tokens.</summary>
    private const int BlockSize = 64;

    private const int MaxKeys = 10_000;

    private readonly ConcurrentDictionary<string, int> _tokensByKey = new();

    /// <summary>Removes all prompts.</summary>
    public void Clear() => _tokensByKey.Clear();

    /// <summary>
    /// Stores the length of a prompt, and returns how many of its tokens the previous prompt with the same key had cached, in whole
    /// blocks. The texts are not compared.
    /// </summary>
    public int UpdateAndGetCachedTokens(string key, int promptTokens)
    {
        var previousTokens = 0;
        if (_tokensByKey.Count >= MaxKeys)
            _tokensByKey.Clear();
        _tokensByKey.AddOrUpdate(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))), promptTokens, (_, existingTokens) =>
        {
            previousTokens = existingTokens;
            return promptTokens;
        });
        return Math.Min(previousTokens, promptTokens) / BlockSize * BlockSize;
    }
}
