using static System.FormattableString;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Validates the model and the sampling parameters, which chat and FIM completions have in common. Each method returns an error message,
/// or null if all values are valid.
/// </summary>
internal static class SamplingValidator
{
    /// <summary>Checks that there is a model.</summary>
    internal static string? ValidateModel(string? model) => model switch
    {
        _ when string.IsNullOrWhiteSpace(model) => "No model was specified. Set Model, for example \"mistral-small-latest\".",
        { } name when HasControlCharacter(name) => "Model contains a line break or another control character. Remove it.",
        _ => null,
    };

    /// <summary>Checks the ranges of api.mistral.ai.</summary>
    internal static string? Validate(float? temperature, float? topP, int? maxTokens, long? randomSeed) =>
        (temperature, topP, randomSeed) switch
        {
            // "top_p must be 1 when using greedy sampling" (error 3054)
            (0, { } value and not 1, _) => Invariant($"TopP must be 1 if Temperature is 0, but was {value}."),
            (float.NaN or < 0 or > 1.5f, _, _) => Invariant($"Temperature must be between 0 and 1.5, but was {temperature}."),
            (_, _, < 0) => $"The random seed must be 0 or greater, but was {randomSeed}.",
            _ => ValidateForAnyServer(temperature, topP, maxTokens),
        };

    /// <summary>Checks only what is invalid on every server.</summary>
    internal static string? ValidateForAnyServer(float? temperature, float? topP, int? maxTokens) =>
        (temperature, topP, maxTokens) switch
        {
            ( < 0 or float.NaN or float.PositiveInfinity, _, _) => Invariant($"Temperature must be 0 or greater, but was {temperature}."),
            (_, <= 0 or > 1 or float.NaN, _) => Invariant($"TopP must be greater than 0 and at most 1, but was {topP}."),
            (_, _, < 0) => $"MaxTokens must be 0 or greater, but was {maxTokens}.",
            _ => null,
        };

    private static bool HasControlCharacter(string name)
    {
        foreach (var character in name)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }
}
