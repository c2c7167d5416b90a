using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Whether the model may or must call a tool, and which (<c>ToolChoice</c>, <c>ToolChoiceEnum</c>).</summary>
[JsonConverter(typeof(Converter))]
public sealed record ToolChoice
{
    private ToolChoice(string? mode, string? functionName) => (Mode, FunctionName) = (mode, functionName);

    /// <summary>The model decides. What the server does when nothing is said.</summary>
    public static ToolChoice Auto { get; } = new("auto", null);

    /// <summary>No tool.</summary>
    public static ToolChoice None { get; } = new("none", null);

    /// <summary>Some tool.</summary>
    public static ToolChoice Any { get; } = new("any", null);

    /// <summary>Some tool: the newer word for <see cref="Any"/>, and the only one that servers made after OpenAI's know.</summary>
    public static ToolChoice Required { get; } = new("required", null);

    /// <summary>The word on the wire; null when a function is named.</summary>
    public string? Mode { get; }

    /// <summary>The function that must be called, or null.</summary>
    public string? FunctionName { get; }

    /// <summary>That function.</summary>
    /// <param name="name">Its name among the tools of the request.</param>
    /// <returns>The choice.</returns>
    public static ToolChoice Function(string name) => new(null, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>A word this version of the library does not know.</summary>
    /// <param name="mode">The word as it goes out.</param>
    /// <returns>The choice.</returns>
    public static ToolChoice Other(string mode) => new(mode ?? throw new ArgumentNullException(nameof(mode)), null);

    internal sealed class Converter : JsonConverter<ToolChoice>
    {
        public override ToolChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
                return Other(reader.GetString()!);

            var json = JsonElement.ParseValue(ref reader);
            return json.ValueKind is JsonValueKind.Object
                && json.TryGetProperty("function", out var function)
                && function.TryGetProperty("name", out var name)
                    ? Function(name.GetString()!)
                    : throw new JsonException("tool_choice is neither a string nor an object with a function.");
        }

        public override void Write(Utf8JsonWriter writer, ToolChoice value, JsonSerializerOptions options)
        {
            if (value.FunctionName is null)
            {
                writer.WriteStringValue(value.Mode);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", value.FunctionName);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
