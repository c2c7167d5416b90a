using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>How sure the emulator pretends to be: 0.99 of a word, 0.9 of one with a digit in it.</summary>
internal static partial class ConfidenceScores
{
    private const double DefaultScore = 0.99;
    private const double ScoreWithDigits = 0.9;

    /// <summary>The scores of a page; those of its words only if asked for.</summary>
    public static JsonObject ForPage(string markdown, bool includeWords)
    {
        var scores = GetWordScores(markdown).DefaultIfEmpty(DefaultScore).ToArray();
        var json = new JsonObject();
        if (includeWords)
            json["word_confidence_scores"] = ForWords(markdown);
        json["average_page_confidence_score"] = Average(scores);
        json["minimum_page_confidence_score"] = scores.Min();
        return json;
    }

    public static JsonArray ForWords(string text) => [.. WordRegex.Matches(text).Select(word => new JsonObject
    {
        ["text"] = word.Value,
        ["confidence"] = GetWordScore(word.Value),
        ["start_index"] = word.Index,
    })];

    /// <summary>The scores of a block; an image has no words to be sure of.</summary>
    public static JsonObject ForBlock(string content)
    {
        var scores = GetWordScores(content).ToArray();
        return new JsonObject
        {
            ["average_content_confidence_score"] = scores.Length > 0 ? Average(scores) : null,
            ["minimum_content_confidence_score"] = scores.Length > 0 ? scores.Min() : null,
            ["block_type_confidence_score"] = DefaultScore,
        };
    }

    private static IEnumerable<double> GetWordScores(string text) => WordRegex.Matches(text).Select(word => GetWordScore(word.Value));

    private static double GetWordScore(string word) => word.Any(char.IsDigit) ? ScoreWithDigits : DefaultScore;

    private static double Average(double[] scores) => Math.Round(scores.Average(), 4);

    [GeneratedRegex(@"\S+")]
    private static partial Regex WordRegex { get; }
}
