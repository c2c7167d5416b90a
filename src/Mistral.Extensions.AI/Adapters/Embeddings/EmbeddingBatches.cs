namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>A run of neighbouring texts that go out in one request.</summary>
internal readonly record struct EmbeddingBatch(int Start, int Count);

/// <summary>Cuts many texts into requests the server takes.</summary>
internal static class EmbeddingBatches
{
    // The server takes some 512 texts and 16,384 tokens; smaller requests run side by side.
    private const int MostTexts = 128;
    private const int MostTokens = 16_000;

    internal static List<EmbeddingBatch> Split(IReadOnlyList<string> texts)
    {
        var batches = new List<EmbeddingBatch>();
        var (start, tokens) = (0, 0);
        for (var i = 0; i < texts.Count; i++)
        {
            var estimate = EstimateTokens(texts[i]);
            if (i > start && (i - start == MostTexts || tokens + estimate > MostTokens))
            {
                batches.Add(new(start, i - start));
                (start, tokens) = (i, 0);
            }

            tokens += estimate;
        }

        if (texts.Count > start)
            batches.Add(new(start, texts.Count - start));
        return batches;
    }

    // More than most texts have: a request that is too small costs little, one that is too large is made twice.
    private static int EstimateTokens(string text) => (text.Length / 3) + 1;
}
