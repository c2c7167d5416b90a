using static System.FormattableString;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Validates the model and the sampling parameters, which chat and FIM completions have in common.</summary>
internal static class SamplingValidator
{
    /// <summary>Returns an error message, or null if all values are valid.</summary>
    internal static string? Validate(string? model, float? temperature, float? topP, int? maxTokens, long? randomSeed) =>
        (model, temperature, topP, maxTokens, randomSeed) switch
        {
            (not { Length: > 0 }, _, _, _, _) => "No model was specified. Set Model, for example \"mistral-small-latest\".",
            ({ } name, _, _, _, _) when name.Any(char.IsControl) => "Model contains a line break or another control character. Remove it.",
            // "top_p must be 1 when using greedy sampling" (error 3054)
            (_, 0, { } value and not 1, _, _) => Invariant($"TopP must be 1 if Temperature is 0, but was {value}."),
            (_, < 0 or > 1.5f or float.NaN, _, _, _) => Invariant($"Temperature must be between 0 and 1.5, but was {temperature}."),
            (_, _, <= 0 or > 1 or float.NaN, _, _) => Invariant($"TopP must be greater than 0 and at most 1, but was {topP}."),
            (_, _, _, < 0, _) => $"MaxTokens must be 0 or greater, but was {maxTokens}.",
            (_, _, _, _, < 0) => $"The random seed must be 0 or greater, but was {randomSeed}.",
            _ => null,
        };
}
