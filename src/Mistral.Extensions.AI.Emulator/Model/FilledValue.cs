using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The value that <see cref="SchemaFiller"/> creates for a schema.</summary>
/// <param name="Value">The value; null is the JSON value null.</param>
/// <param name="IsFromPrompt">Whether the prompt contains the value. Optional properties are omitted if it does not.</param>
/// <param name="IsCycle">Whether the schema contains itself at this position, so that nothing was filled.</param>
internal readonly record struct FilledValue(JsonNode? Value, bool IsFromPrompt, bool IsCycle = false)
{
    public static readonly FilledValue Cycle = new(null, IsFromPrompt: false, IsCycle: true);

    public static FilledValue FromPrompt(JsonNode? value) => new(value, IsFromPrompt: true);

    public static FilledValue FromFallback(JsonNode? value) => new(value, IsFromPrompt: false);
}
