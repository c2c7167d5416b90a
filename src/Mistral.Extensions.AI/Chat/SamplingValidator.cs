using static System.FormattableString;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The ranges of what completions of every kind have in common.</summary>
internal static class SamplingValidator
{
    internal static string? Validate(string? model, float? temperature, float? topP, int? maxTokens, long? randomSeed) =>
        (model, temperature, topP, maxTokens, randomSeed) switch
        {
            (not { Length: > 0 }, _, _, _, _) => "No model is named. Set Model, e.g. \"mistral-small-latest\".",
            ({ } name, _, _, _, _) when name.Any(char.IsControl) => "Model holds a line break or another control character.",
            (_, 0, { } share and not 1, _, _) => Invariant($"With Temperature = 0 Mistral requires TopP = 1, not {share}."),
            (_, < 0 or > 1.5f or float.NaN, _, _, _) => Invariant($"Temperature is {temperature}; Mistral takes 0 to 1.5."),
            (_, _, <= 0 or > 1 or float.NaN, _, _) => Invariant($"TopP is {topP}; Mistral takes more than 0, up to 1."),
            (_, _, _, < 0, _) => $"MaxTokens is {maxTokens}; it must be 0 or more.",
            (_, _, _, _, < 0) => $"The seed is {randomSeed}; Mistral takes 0 or more.",
            _ => null,
        };
}
