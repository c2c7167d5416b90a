using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>A tool that the server runs: a built-in tool or a connector, with the configuration of a request.</summary>
/// <param name="configuration">The tool in the request.</param>
internal abstract class HostedTool(JsonElement configuration)
{
    private const int MaxQueryLength = 400;

    /// <summary>The value of the <c>type</c> field.</summary>
    public string Type { get; } = configuration.FindString("type")!;

    /// <summary>The names of the functions that the model can call.</summary>
    public IEnumerable<string> Names => FunctionNames.Where(name =>
        !ReadNames("exclude").Contains(name) && (ReadNames("include") is not { Length: > 0 } included || included.Contains(name)));

    /// <summary>The names of all functions of the tool.</summary>
    protected abstract IEnumerable<string> FunctionNames { get; }

    /// <summary>Whether the user must confirm the calls of a function.</summary>
    public bool RequiresConfirmation(string name) => ReadNames("requires_confirmation").Contains(name);

    /// <summary>Returns the calls for a text.</summary>
    /// <param name="text">The text of the last user message.</param>
    /// <param name="isRequired">Whether the tool must be called, because of <c>tool_choice</c>.</param>
    /// <param name="budget">The limit of the work for the request.</param>
    public abstract IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget);

    /// <summary>Runs a call.</summary>
    public abstract HostedToolResult Execute(HostedToolCall call);

    /// <summary>Creates a call with one argument, which is the start of a text.</summary>
    protected static HostedToolCall CreateCall(string name, string argument, string text) =>
        new(name, CompactJson.Serialize(new JsonObject { [argument] = Shorten(text) }));

    /// <summary>Returns a string argument of a call; empty if there is none.</summary>
    protected static string ReadArgument(HostedToolCall call, string name)
    {
        using var arguments = JsonDocument.Parse(call.Arguments);
        return arguments.RootElement.FindString(name) ?? "";
    }

    private static string Shorten(string text) => text.Length <= MaxQueryLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaxQueryLength - 1]) ? MaxQueryLength - 1 : MaxQueryLength)];

    private string[] ReadNames(string name) => [.. configuration.Find("tool_configuration")?.FindStrings(name) ?? []];
}
