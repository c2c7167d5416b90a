namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>A range of consecutive inputs that are sent in one request.</summary>
internal readonly record struct EmbeddingBatch(int Start, int Count)
{
    // api.mistral.ai rejects 257 inputs with code 3210 (recorded). A limit of 16,384 tokens per request was reported in issues of other
    // clients, for example "Too many tokens in batch. Max is 16384 got 17555". Small requests also run in parallel.
    private const int MaxInputs = 128;
    private const int MaxTokens = 16_000;

    /// <summary>Splits the inputs of a call into batches within the limits of the API.</summary>
    internal static List<EmbeddingBatch> Split(IReadOnlyList<string> inputs)
    {
        var batches = new List<EmbeddingBatch>();
        var (start, tokens) = (0, 0);
        for (var i = 0; i < inputs.Count; i++)
        {
            var estimate = EstimateTokens(inputs[i]);
            if (i > start && (i - start == MaxInputs || tokens + estimate > MaxTokens))
            {
                batches.Add(new(start, i - start));
                (start, tokens) = (i, 0);
            }

            tokens += estimate;
        }

        if (inputs.Count > start)
            batches.Add(new(start, inputs.Count - start));
        return batches;
    }

    // A high estimate: a batch that is too small costs little, one that is too large is rejected and sent again in halves.
    private static int EstimateTokens(string input) => (input.Length / 3) + 1;
}
