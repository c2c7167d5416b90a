namespace Mistral.Extensions.AI.Adapters;

/// <summary>What is known of the embedding models by their names, which the API tells nobody.</summary>
internal static class EmbeddingModels
{
    /// <summary>How many numbers a vector has where nothing is asked for; null for a model nobody knows.</summary>
    internal static int? DefaultDimensions(string? model) => model switch
    {
        _ when IsFixed(model) => 1024,
        _ when Starts(model, "codestral-embed") => 1536,
        _ => null,
    };

    /// <summary>The dimensions to ask a model for; null where there is nothing to ask.</summary>
    /// <exception cref="ArgumentException">The model has no such dimensions.</exception>
    internal static int? Ask(string model, int? dimensions) => dimensions switch
    {
        <= 0 => throw new ArgumentException($"Dimensions is {dimensions}; it must be 1 or more."),
        not null when IsFixed(model) && dimensions != 1024 =>
            throw new ArgumentException($"{model} has vectors of 1024 numbers and no others, not {dimensions}. Leave Dimensions out, or use codestral-embed, which takes up to 3072."),
        not null when IsFixed(model) => null,
        > 3072 when Starts(model, "codestral-embed") => throw new ArgumentException($"{model} has vectors of 3072 numbers at most, not {dimensions}."),
        _ => dimensions,
    };

    private static bool IsFixed(string? model) => Starts(model, "mistral-embed");

    private static bool Starts(string? model, string name) => model?.StartsWith(name, StringComparison.Ordinal) is true;
}
