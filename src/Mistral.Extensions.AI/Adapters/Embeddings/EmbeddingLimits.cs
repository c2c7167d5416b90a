namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>
/// The limits of one request. They are lowered when the API rejects a request as too large, for all requests of a generator.
/// </summary>
internal sealed class EmbeddingLimits
{
    // api.mistral.ai rejects 257 inputs with code 3210 (recorded). A limit of 16,384 tokens per request was reported in issues of other
    // clients, for example "Too many tokens in batch. Max is 16384 got 17555". Small requests also run in parallel.
    private const int DefaultMaxInputs = 128;
    private const int DefaultMaxTokens = 16_000;

    private readonly object _lock = new();
    private int _maxInputs = DefaultMaxInputs;
    private int _maxTokens = DefaultMaxTokens;

    internal bool Allow(EmbeddingBatch batch)
    {
        lock (_lock)
            return batch.Count <= _maxInputs && batch.Tokens <= _maxTokens;
    }

    /// <summary>Lowers the limits to half of a batch that the API rejected as too large.</summary>
    internal void LowerBelow(EmbeddingBatch batch, MistralException rejection)
    {
        var isAboutInputs = rejection.Message.Contains("inputs", StringComparison.OrdinalIgnoreCase);
        lock (_lock)
        {
            if (isAboutInputs)
                _maxInputs = Math.Min(_maxInputs, batch.Count / 2);
            else
                _maxTokens = Math.Min(_maxTokens, batch.Tokens / 2);
        }
    }

    /// <summary>Resets the limits, because a single input was too long: the size of the batches was not the cause.</summary>
    internal void Reset()
    {
        lock (_lock)
            (_maxInputs, _maxTokens) = (DefaultMaxInputs, DefaultMaxTokens);
    }
}
