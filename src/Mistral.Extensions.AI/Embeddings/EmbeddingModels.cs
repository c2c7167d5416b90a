namespace Mistral.Extensions.AI.Embeddings;

/// <summary>The dimensions of the known embedding models. The API does not report them.</summary>
internal static class EmbeddingModels
{
    private const int CodestralMaxDimensions = 3072;

    /// <summary>Returns the number of dimensions of a model if the request does not set one, or null for an unknown model.</summary>
    internal static int? GetDefaultDimensions(string? model) => GetFixedDimensions(model) ?? (IsCodestral(model) ? 1536 : null);

    /// <summary>Returns the number of dimensions of a model that supports only one, or null for every other model.</summary>
    // Compares whole names: a later version of mistral-embed may support more.
    internal static int? GetFixedDimensions(string? model) => model is "mistral-embed" or "mistral-embed-2312" ? 1024 : null;

    /// <summary>Returns an error message if the model does not support the number of dimensions, or null.</summary>
    internal static string? ValidateDimensions(string? model, int? dimensions) => dimensions switch
    {
        <= 0 => $"The number of embedding dimensions must be 1 or greater, but was {dimensions}.",
        not null when GetFixedDimensions(model) is { } supported && dimensions != supported =>
            $"{model} always returns {supported} dimensions, but {dimensions} were requested. "
            + $"Leave the dimensions unset, or use codestral-embed, which supports up to {CodestralMaxDimensions}.",
        > CodestralMaxDimensions when IsCodestral(model) =>
            $"{model} supports up to {CodestralMaxDimensions} dimensions, but {dimensions} were requested.",
        _ => null,
    };

    private static bool IsCodestral(string? model) => model?.StartsWith("codestral-embed", StringComparison.Ordinal) is true;
}
