namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The content of a response.</summary>
/// <param name="Choices">The choices, at least one.</param>
/// <param name="Usage">The token counts of the model; null if it does not count.</param>
internal sealed record Completion(IReadOnlyList<GeneratedChoice> Choices, ModelUsage? Usage = null);
