using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>Creates fixed confidence scores: 0.9 for a word with a digit, 0.99 for any other word.</summary>
internal static partial class ConfidenceScores
{
    private const double DefaultScore = 0.99;
    private const double ScoreWithDigits = 0.9;

    /// <summary>Creates the scores of a page.</summary>
    /// <param name="markdown">The text of the page.</param>
    /// <param name="includeWords">Whether to include the scores of its words.</param>
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

    /// <summary>Creates the scores of the words of a text.</summary>
    public static JsonArray ForWords(string text) => new([.. WordRegex().Matches(text).Select(word => new JsonObject
    {
        ["text"] = word.Value,
        ["confidence"] = GetWordScore(word.Value),
        ["start_index"] = word.Index,
    })]);

    /// <summary>Creates the scores of a block. The content scores of an image are null, as it has no words.</summary>
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

    private static IEnumerable<double> GetWordScores(string text) => WordRegex().Matches(text).Select(word => GetWordScore(word.Value));

    private static double GetWordScore(string word) => word.Any(char.IsDigit) ? ScoreWithDigits : DefaultScore;

    private static double Average(double[] scores) => Math.Round(scores.Average(), 4);

    [GeneratedRegex(@"\S+")]
    private static partial Regex WordRegex();
}
