namespace Mistral.Extensions.AI.Emulator;

/// <summary>A tool call of a <see cref="ScriptedResponse"/>.</summary>
/// <param name="Name">The name of the function: 1 to 64 letters, digits, underscores and dashes.</param>
/// <param name="Arguments">
/// The arguments, usually a JSON object. They are sent as they are: a model can return arguments that are not valid JSON.
/// </param>
public sealed record ScriptedToolCall(string Name, string Arguments = "{}")
{
    /// <summary>The ID of the call: nine letters or digits. Default: null, which generates an ID.</summary>
    public string? Id { get; init; }
}
