using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Creates embeddings that reflect the spelling of a text, not its meaning. Each n-gram of three to five characters within a word
/// has a pseudorandom vector of ones and minus ones. The embedding is the sum of these vectors, normalized to length 1. Texts
/// with common words have a high cosine similarity, other texts a similarity near 0.
/// </summary>
internal static partial class TextVectorizer
{
    /// <summary>Creates the embedding of a text. A shorter vector is the start of a longer one, normalized again.</summary>
    public static double[] CreateVector(string text, int dimensions)
    {
        var sums = new int[dimensions];
        foreach (var ngram in GetNGrams(text).Distinct())
            AddRandomSigns(sums, Hash(ngram));
        // With few dimensions the sum can be the zero vector, which cannot be normalized.
        if (sums.All(sum => sum == 0))
            sums[0] = 1;
        var length = Math.Sqrt(sums.Sum(sum => (double)sum * sum));
        return [.. sums.Select(sum => sum / length)];
    }

    /// <summary>
    /// Returns the n-grams of all words, for "A cat": " a ", " ca", "cat", "at ", " cat", "cat ", " cat ". A text without words is one
    /// n-gram.
    /// </summary>
    private static IEnumerable<string> GetNGrams(string text)
    {
        var words = WordRegex().Matches(text.ToLowerInvariant()).Select(match => $" {match.Value} ").ToArray();
        var ngrams =
            from word in words
            from length in Enumerable.Range(3, 3)
            from start in Enumerable.Range(0, Math.Max(0, word.Length - length + 1))
            select word.Substring(start, length);
        return words.Length > 0 ? ngrams : [text];
    }

    private static void AddRandomSigns(int[] sums, ulong seed)
    {
        var bits = 0UL;
        for (var index = 0; index < sums.Length; index++)
        {
            if (index % 64 == 0)
                bits = NextRandom(ref seed);
            sums[index] += (bits & 1) == 0 ? -1 : 1;
            bits >>= 1;
        }
    }

    /// <summary>Computes the FNV-1a hash. It is the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ value) * 1_099_511_628_211UL);
        return hash;
    }

    /// <summary>Returns the next number of the SplitMix64 pseudorandom generator.</summary>
    private static ulong NextRandom(ref ulong state)
    {
        unchecked
        {
            state += 0x9E37_79B9_7F4A_7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex WordRegex();
}
