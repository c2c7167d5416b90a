using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A target of a fine-tuned classifier.</summary>
/// <param name="Name">The name of the target, for example <c>sentiment</c>.</param>
/// <param name="Labels">The labels between which the target decides.</param>
internal sealed record ClassifierTarget(string Name, params string[] Labels)
{
    /// <summary>Reads a target of <see cref="ModelCard.ClassifierTargets"/>.</summary>
    public static ClassifierTarget FromJson(JsonNode? target) =>
        new((string)target!["name"]!, [.. target["labels"]!.AsArray().Select(label => (string)label!)]);

    /// <summary>Creates the target as JSON: <c>ClassifierTargetResult</c> in the OpenAPI description.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["labels"] = new JsonArray([.. Labels.Select(label => JsonValue.Create(label))]),
        ["weight"] = 1,
        ["loss_function"] = "single_class",
    };

    /// <summary>
    /// Returns the score of each label. The first label whose name is a word of the text gets 0.9, the others share the rest equally. If
    /// the text names no label, all labels have the same score.
    /// </summary>
    public IReadOnlyDictionary<string, double> GetScores(string text)
    {
        var (found, position) = Labels.Select(label => (Label: label, Position: Find(label, text))).MinBy(match => match.Position);
        return Labels.ToDictionary(label => label, label =>
            position == int.MaxValue ? 1.0 / Labels.Length
            : label == found ? (Labels.Length == 1 ? 1 : 0.9)
            : 0.1 / (Labels.Length - 1));
    }

    private static int Find(string label, string text) =>
        Regex.Match(text, $@"\b{Regex.Escape(label)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
            is { Success: true, Index: var index } ? index : int.MaxValue;
}
