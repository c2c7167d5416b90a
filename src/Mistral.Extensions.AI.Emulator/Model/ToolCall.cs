namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A tool call of a generated choice. <paramref name="Arguments"/> is a JSON object, serialized to a string.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments);
