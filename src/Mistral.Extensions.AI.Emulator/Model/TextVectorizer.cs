using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// A vector for a text that knows spelling and nothing of meaning. Every sequence of three to five characters within the
/// text's words has a direction of its own, of ones and minus ones; the vector is their sum, cut to its first dimensions and
/// brought to length one. Texts that share words share directions and are near; others are nearly at right angles.
/// </summary>
internal static partial class TextVectorizer
{
    public static double[] CreateVector(string text, int dimensions)
    {
        var sums = new int[dimensions];
        foreach (var sequence in GetNGrams(text).Distinct())
            AddRandomSigns(sums, Hash(sequence));
        // In a few dimensions the directions can cancel each other out, and no direction has no length.
        if (sums.All(sum => sum == 0))
            sums[0] = 1;
        var length = Math.Sqrt(sums.Sum(sum => (double)sum * sum));
        return [.. sums.Select(sum => sum / length)];
    }

    /// <summary>Of "A cat": " a ", " ca", "cat", "at ", " cat", "cat ", " cat ".</summary>
    private static IEnumerable<string> GetNGrams(string text)
    {
        var words = WordRegex.Matches(text.ToLowerInvariant()).Select(match => $" {match.Value} ").ToArray();
        var sequences =
            from word in words
            from length in Enumerable.Range(3, 3)
            from start in Enumerable.Range(0, Math.Max(0, word.Length - length + 1))
            select word.Substring(start, length);
        return words.Length > 0 ? sequences : [text];
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

    /// <summary>FNV-1a: the same on every machine and in every run, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ value) * 1_099_511_628_211UL);
        return hash;
    }

    /// <summary>SplitMix64, a generator whose whole state is one number.</summary>
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
    private static partial Regex WordRegex { get; }
}
