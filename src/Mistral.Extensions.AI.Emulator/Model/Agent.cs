namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>An agent.</summary>
/// <param name="Id">The ID of the agent.</param>
/// <param name="Model">The ID or an alias of the model.</param>
/// <param name="Instructions">The system prompt; null for none.</param>
internal sealed record Agent(string Id, string Model, string? Instructions);
