using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// The default system prompt that the API adds (<c>MistralPromptMode</c>). The API distinguishes a JSON null from a missing field, so
/// null has a value of its own: <see cref="None"/>.
/// </summary>
/// <param name="Value">The value in JSON; null for a JSON null.</param>
[JsonConverter(typeof(Converter))]
public sealed record PromptMode(string? Value)
{
    /// <summary>The system prompt for reasoning models (<c>reasoning</c>).</summary>
    public static PromptMode Reasoning { get; } = new("reasoning");

    /// <summary>No default system prompt, sent as a JSON null.</summary>
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
