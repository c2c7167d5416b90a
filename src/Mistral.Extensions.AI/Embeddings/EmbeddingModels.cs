namespace Mistral.Extensions.AI.Embeddings;

/// <summary>What is known of the embedding models by their names, which the API tells nobody.</summary>
internal static class EmbeddingModels
{
    private const int MostOfCodestral = 3072;

    /// <summary>How many numbers a vector has where nothing is asked for; null for a model nobody knows.</summary>
    internal static int? DefaultDimensions(string? model) => FixedDimensions(model) ?? (IsCodestral(model) ? 1536 : null);

    /// <summary>How many numbers a vector has, of a model that leaves no choice; null for every other.</summary>
    // By whole names: a successor may leave one.
    internal static int? FixedDimensions(string? model) => model is "mistral-embed" or "mistral-embed-2312" ? 1024 : null;

    /// <summary>Why a model has no vectors of so many numbers, or null.</summary>
    internal static string? ValidateDimensions(string? model, int? dimensions) => dimensions switch
    {
        <= 0 => $"Vectors of {dimensions} numbers are asked for; it must be 1 or more.",
        not null when FixedDimensions(model) is { } only && dimensions != only =>
            $"{model} has vectors of {only} numbers and no others, not {dimensions}. Leave the dimensions out, or use codestral-embed, which takes up to {MostOfCodestral}.",
        > MostOfCodestral when IsCodestral(model) => $"{model} has vectors of {MostOfCodestral} numbers at most, not {dimensions}.",
        _ => null,
    };

    private static bool IsCodestral(string? model) => model?.StartsWith("codestral-embed", StringComparison.Ordinal) is true;
}
