namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>Finds the known key that was probably meant by an unknown one.</summary>
internal static class SimilarKeys
{
    private const int MaxEdits = 2;

    // A shorter key is part of many others.
    private const int MinContainedLength = 3;

    /// <summary>Finds a key that differs by a few characters, contains the unknown key, or is contained in it; otherwise null.</summary>
    internal static string? Find(string unknown, IEnumerable<string> keys) => keys
        .Select(key => (Key: key, Edits: CountEdits(unknown.ToUpperInvariant(), key.ToUpperInvariant())))
        .Where(candidate => IsSimilar(unknown, candidate.Key, candidate.Edits))
        .OrderBy(candidate => candidate.Edits)
        .Select(candidate => candidate.Key).FirstOrDefault();

    private static bool IsSimilar(string unknown, string key, int edits) =>
        (edits <= MaxEdits && edits < unknown.Length / 2)
        || (unknown.Length >= MinContainedLength && key.Contains(unknown, StringComparison.OrdinalIgnoreCase))
        || unknown.Contains(key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Counts the characters to insert, delete or replace (Levenshtein distance).</summary>
    private static int CountEdits(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
