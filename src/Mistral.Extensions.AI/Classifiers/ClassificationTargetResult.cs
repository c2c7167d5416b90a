using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>The scores of one target of a classifier (<c>ClassificationTargetResult</c>).</summary>
public sealed record ClassificationTargetResult
{
    private static readonly IReadOnlyDictionary<string, double> NoScores = new Dictionary<string, double>();

    private readonly IReadOnlyDictionary<string, double>? _scores;

    /// <summary>The score of each label of the target, between 0 and 1 (<c>scores</c>).</summary>
    [AllowNull]
    [JsonPropertyName("scores")]
    public IReadOnlyDictionary<string, double> Scores
    {
        get => _scores ?? NoScores;
        init => _scores = value;
    }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
