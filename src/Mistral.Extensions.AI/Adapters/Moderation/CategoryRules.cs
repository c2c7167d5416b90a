using Mistral.Extensions.AI.Classifiers;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>Decides which categories of a result are flagged.</summary>
internal sealed class CategoryRules(ModerationOptions options)
{
    /// <summary>Throws if the result has no decisions, or values that are neither booleans nor numbers.</summary>
    /// <exception cref="MistralException">The result has no categories, or a category whose value cannot be read.</exception>
    internal static void ThrowIfUnreadable(ModerationObject result)
    {
        if (result.Categories.Count == 0 || result.AdditionalProperties?.Keys.Any(key => key is "categories" or "category_scores") is true)
        {
            throw new MistralException(
                "The moderation result has no categories, or a category whose value cannot be read. Retry, or use another model.");
        }
    }

    /// <summary>Gets the flagged categories.</summary>
    /// <exception cref="InvalidOperationException">The model does not have a category of the options.</exception>
    internal List<string> GetFlagged(ModerationObject result) =>
    [
        .. (options.Categories ?? result.Categories.Keys.Union(options.Thresholds?.Keys ?? []))
            .Where(category => IsFlagged(result, category)),
    ];

    private bool IsFlagged(ModerationObject result, string category)
    {
        if (options.Thresholds?.TryGetValue(category, out var threshold) is true)
            return result.CategoryScores.TryGetValue(category, out var score) ? score > threshold : throw CreateMissing(result, category);

        return result.Categories.TryGetValue(category, out var isFlagged) ? isFlagged : throw CreateMissing(result, category);
    }

    private InvalidOperationException CreateMissing(ModerationObject result, string category) => new(
        $"The model {options.Model} has no moderation category \"{category}\", so it cannot be checked. "
        + $"Its categories are: {string.Join(", ", result.Categories.Keys)}. "
        + "Correct ModerationOptions.Categories and Thresholds, or set another Model.");
}
