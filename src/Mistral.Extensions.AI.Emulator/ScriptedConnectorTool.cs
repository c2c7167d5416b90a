namespace Mistral.Extensions.AI.Emulator;

/// <summary>A tool of a connector. Add it with <see cref="MistralEmulator.AddConnector"/>.</summary>
/// <param name="Name">The name of the tool: 1 to 64 letters, digits, underscores and dashes.</param>
/// <param name="GetResult">
/// Returns the text of the result for the arguments, which are a JSON object. Requests run in parallel, so the function must be
/// thread-safe.
/// </param>
public sealed record ScriptedConnectorTool(string Name, Func<string, string> GetResult)
{
    /// <summary>The description of the tool. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON schema of the arguments. Default: a schema that allows any object.</summary>
    public string InputSchema { get; init; } = """{"type":"object","properties":{}}""";
}
