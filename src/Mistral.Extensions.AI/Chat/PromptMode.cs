using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Which system prompt the server adds (<c>MistralPromptMode</c>). A type of its own because the API tells a null that is sent from
/// a field that is left out.
/// </summary>
/// <param name="Value">The word on the wire, or null for a null on the wire.</param>
[JsonConverter(typeof(Converter))]
public sealed record PromptMode(string? Value)
{
    /// <summary>The prompt of the reasoning models.</summary>
    public static PromptMode Reasoning { get; } = new("reasoning");

    /// <summary>No prompt of the server's: a null that is sent.</summary>
    public static PromptMode None { get; } = new((string?)null);

    internal sealed class Converter : JsonConverter<PromptMode>
    {
        public override bool HandleNull => true;

        public override PromptMode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString());

        public override void Write(Utf8JsonWriter writer, PromptMode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value?.Value);
    }
}
