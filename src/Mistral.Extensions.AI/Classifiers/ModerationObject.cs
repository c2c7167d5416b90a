using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>The result of the moderation of one text or conversation (<c>ModerationObject</c>).</summary>
/// <remarks>The categories depend on the model, and Mistral adds new ones, so they are not an enumeration.</remarks>
public sealed record ModerationObject
{
    private static readonly IReadOnlyDictionary<string, bool> NoCategories = new Dictionary<string, bool>();
    private static readonly IReadOnlyDictionary<string, double> NoScores = new Dictionary<string, double>();

    private readonly IReadOnlyDictionary<string, bool>? _categories;
    private readonly IReadOnlyDictionary<string, double>? _categoryScores;

    /// <summary>
    /// The decision for each category, such as <c>violence_and_threats</c> or <c>pii</c> (<c>categories</c>): true if the text belongs to
    /// the category by the thresholds of the model.
    /// </summary>
    [AllowNull]
    [JsonPropertyName("categories")]
    public IReadOnlyDictionary<string, bool> Categories
    {
        get => _categories ?? NoCategories;
        init => _categories = value;
    }

    /// <summary>The score of each category, between 0 and 1 (<c>category_scores</c>), for thresholds of your own.</summary>
    [AllowNull]
    [JsonPropertyName("category_scores")]
    public IReadOnlyDictionary<string, double> CategoryScores
    {
        get => _categoryScores ?? NoScores;
        init => _categoryScores = value;
    }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
