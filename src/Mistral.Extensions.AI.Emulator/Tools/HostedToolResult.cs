using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The result of a call of a hosted tool.</summary>
/// <param name="Call">The call.</param>
/// <param name="Text">The text that the model gets. Its tokens are the connector tokens of the usage.</param>
/// <param name="Content">
/// The content of the message that reports the result: strings are text, objects are other content chunks. They are not modified.
/// </param>
internal sealed record HostedToolResult(HostedToolCall Call, string Text, IReadOnlyList<JsonNode> Content)
{
    /// <summary>The <c>name</c> of the <c>tool.execution</c> entry; by default, the name of the called function.</summary>
    public string EntryName { get; init; } = Call.Name;

    /// <summary>The name of the tool or the connector in the <c>connectors</c> of the usage; null if the tool did not run.</summary>
    public string? UsageName { get; init; }

    /// <summary>The <c>info</c> of the <c>tool.execution</c> entry; null if it has none.</summary>
    public JsonObject? Info { get; init; }

    /// <summary>Creates the result of a call that the user denied.</summary>
    public static HostedToolResult CreateDenied(HostedToolCall call)
    {
        var text = $"The call of {call.Name} was denied.";
        return new(call, text, [text]);
    }
}
