using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Whether the model may or must call tools, or which function it must call (<c>ToolChoice</c>, <c>ToolChoiceEnum</c>).</summary>
[JsonConverter(typeof(Converter))]
public sealed record ToolChoice
{
    private ToolChoice(string? mode, string? functionName) => (Mode, FunctionName) = (mode, functionName);

    /// <summary>The model generates a message or calls tools (<c>auto</c>). The default of the API.</summary>
    public static ToolChoice Auto { get; } = new("auto", null);

    /// <summary>The model calls no tool and generates a message (<c>none</c>).</summary>
    public static ToolChoice None { get; } = new("none", null);

    /// <summary>The model must call at least one tool (<c>any</c>).</summary>
    public static ToolChoice Any { get; } = new("any", null);

    /// <summary>
    /// The model must call at least one tool (<c>required</c>). The newer name of <see cref="Any"/>, and the only one that
    /// OpenAI-compatible servers accept.
    /// </summary>
    public static ToolChoice Required { get; } = new("required", null);

    /// <summary>The value in JSON, for example <c>auto</c>; null if a specific function must be called.</summary>
    public string? Mode { get; }

    /// <summary>The name of the function that the model must call; null if there is none.</summary>
    public string? FunctionName { get; }

    /// <summary>Creates a tool choice that forces the model to call a specific function.</summary>
    /// <param name="name">The name of a function in <see cref="ChatCompletionRequest.Tools"/>.</param>
    /// <returns>The tool choice.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static ToolChoice Function(string name) => new(null, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>Creates a tool choice with a value that this version of the library does not define.</summary>
    /// <param name="mode">The value in JSON.</param>
    /// <returns>The tool choice.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
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
                    : throw new JsonException("tool_choice must be a string or an object with the property function.name.");
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
