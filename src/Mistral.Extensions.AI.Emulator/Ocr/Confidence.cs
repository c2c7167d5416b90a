using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>How sure the emulator pretends to be: 0.99 of a word, 0.9 of one with a digit in it.</summary>
internal static partial class Confidence
{
    private const double Sure = 0.99;
    private const double LessSure = 0.9;

    /// <summary>The scores of a page; those of its words only if asked for.</summary>
    public static JsonObject OfPage(string markdown, bool withWords)
    {
        var scores = Scores(markdown).DefaultIfEmpty(Sure).ToArray();
        var json = new JsonObject();
        if (withWords)
            json["word_confidence_scores"] = OfWords(markdown);
        json["average_page_confidence_score"] = Average(scores);
        json["minimum_page_confidence_score"] = scores.Min();
        return json;
    }

    public static JsonArray OfWords(string text) => [.. WordForm.Matches(text).Select(word => new JsonObject
    {
        ["text"] = word.Value,
        ["confidence"] = Score(word.Value),
        ["start_index"] = word.Index,
    })];

    /// <summary>The scores of a block; an image has no words to be sure of.</summary>
    public static JsonObject OfBlock(string content)
    {
        var scores = Scores(content).ToArray();
        return new JsonObject
        {
            ["average_content_confidence_score"] = scores.Length > 0 ? Average(scores) : null,
            ["minimum_content_confidence_score"] = scores.Length > 0 ? scores.Min() : null,
            ["block_type_confidence_score"] = Sure,
        };
    }

    private static IEnumerable<double> Scores(string text) => WordForm.Matches(text).Select(word => Score(word.Value));

    private static double Score(string word) => word.Any(char.IsDigit) ? LessSure : Sure;

    private static double Average(double[] scores) => Math.Round(scores.Average(), 4);

    [GeneratedRegex(@"\S+")]
    private static partial Regex WordForm { get; }
}
