namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A name of a version of an agent.</summary>
internal sealed record AgentAlias(string Name, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
