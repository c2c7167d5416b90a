using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>Finds texts by the cosine similarity of their embeddings. Thread-safe.</summary>
/// <typeparam name="T">The type of the items that have the texts.</typeparam>
internal sealed class TextIndex<T>
{
    /// <summary>
    /// The minimum similarity of a match. Texts without common words have a similarity of about 0.1 or less.
    /// </summary>
    private const double MinSimilarity = 0.2;

    private const int Dimensions = 1024;
    private const int MaxTextLength = 10_000;

    private readonly Lock _lock = new();
    private readonly List<(double[] Vector, T Item)> _items = [];

    public void Add(string text, T item)
    {
        var vector = CreateVector(text);
        lock (_lock)
            _items.Add((vector, item));
    }

    public void RemoveAll(Predicate<T> predicate)
    {
        lock (_lock)
            _items.RemoveAll(entry => predicate(entry.Item));
    }

    /// <summary>Returns the items that are similar to a query, the most similar first.</summary>
    public IReadOnlyList<T> Search(string query, int maxCount, Predicate<T>? filter = null)
    {
        var vector = CreateVector(query);
        lock (_lock)
        {
            return
            [
                .. _items.Where(entry => filter is null || filter(entry.Item))
                    .Select(entry => (entry.Item, Similarity: Multiply(entry.Vector, vector)))
                    .Where(match => match.Similarity >= MinSimilarity)
                    .OrderByDescending(match => match.Similarity)
                    .Take(maxCount).Select(match => match.Item),
            ];
        }
    }

    /// <summary>Returns the dot product, which is the cosine similarity of vectors of length 1.</summary>
    private static double Multiply(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }

    private static double[] CreateVector(string text) =>
        TextVectorizer.CreateVector(text.Length > MaxTextLength ? text[..MaxTextLength] : text, Dimensions);
}
