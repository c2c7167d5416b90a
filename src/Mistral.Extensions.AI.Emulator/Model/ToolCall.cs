namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A tool call of a generated choice. <paramref name="Arguments"/> is JSON text.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments);
