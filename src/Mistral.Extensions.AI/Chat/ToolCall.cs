using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>A function the model wants called (<c>ToolCall</c>); in a stream it may be a piece of one.</summary>
public sealed record ToolCall
{
    /// <summary>Nine letters or digits. The API says null, an empty string or the word "null" when it has none.</summary>
    public string? Id { get; init; }

    /// <summary>Always <c>function</c> so far.</summary>
    public string? Type { get; init; }

    /// <summary>What to call, and with what.</summary>
    public FunctionCall? Function { get; init; }

    /// <summary>The place of the call among those of one turn. Not reliable: parallel calls may all say 0.</summary>
    public int? Index { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A function and its arguments (<c>FunctionCall</c>).</summary>
public sealed record FunctionCall
{
    /// <summary>The name, as in the tool that was offered.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments as JSON text: an object, or a piece of one in a stream. The API may also send the object itself.</summary>
    [JsonConverter(typeof(ArgumentsConverter))]
    public string? Arguments { get; init; }

    internal sealed class ArgumentsConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader).GetRawText();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
