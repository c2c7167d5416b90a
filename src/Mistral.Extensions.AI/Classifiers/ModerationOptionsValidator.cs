using static System.FormattableString;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>Finds errors in <see cref="ModerationOptions"/>.</summary>
internal static class ModerationOptionsValidator
{
    /// <summary>Returns the message of the first error, or null if the options are valid.</summary>
    internal static string? Validate(ModerationOptions options) => options switch
    {
        _ when string.IsNullOrWhiteSpace(options.Model) => "Model is empty. Set it, for example to \"mistral-moderation-latest\".",
        { StreamingBlockLength: < 1 } =>
            $"StreamingBlockLength must be 1 or greater, but was {options.StreamingBlockLength}. Set null to moderate at the end.",
        { RefusalText: { } text } when string.IsNullOrWhiteSpace(text) =>
            "RefusalText is empty. Specify a text, or set null to throw a ModerationException.",
        { Categories.Count: 0 } => "Categories is empty. Set null for all categories; to turn moderation off, set ModerateInput and "
            + "ModerateOutput to false.",
        _ => ValidateThresholds(options),
    };

    private static string? ValidateThresholds(ModerationOptions options)
    {
        foreach (var threshold in options.Thresholds ?? (IEnumerable<KeyValuePair<string, double>>)[])
        {
            if (threshold.Value is not (>= 0 and <= 1))
                return Invariant($"The threshold of \"{threshold.Key}\" must be between 0 and 1, but was {threshold.Value}.");
            if (options.Categories?.Contains(threshold.Key) is false)
                return $"Thresholds has the category \"{threshold.Key}\", which is not in Categories. Add it, or remove the threshold.";
        }

        return null;
    }
}
