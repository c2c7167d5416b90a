namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>A call of a hosted tool.</summary>
/// <param name="Name">The name of the called function, for example <c>web_search</c> or the name of a tool of a connector.</param>
/// <param name="Arguments">The arguments: a JSON object, serialized to a string.</param>
internal sealed record HostedToolCall(string Name, string Arguments);
