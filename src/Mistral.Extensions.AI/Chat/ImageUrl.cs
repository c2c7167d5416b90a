using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>Where an image is, and how closely to look (<c>ImageURL</c>). On the wire a bare string or an object.</summary>
/// <param name="Url">An https URL or a data URI.</param>
[JsonConverter(typeof(Converter))]
public sealed record ImageUrl(string Url)
{
    /// <summary><c>low</c>, <c>auto</c> or <c>high</c>.</summary>
    /// <value>The server takes null for <c>auto</c>.</value>
    public string? Detail { get; init; }

    // Which of its two forms it was read in, so that reading and writing is no change.
    private bool IsObject { get; init; }

    /// <summary>An image of which only the address is said.</summary>
    public static implicit operator ImageUrl(string url) => new(url);

    internal sealed class Converter : JsonConverter<ImageUrl>
    {
        public override ImageUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
                return new(reader.GetString()!);

            var json = JsonElement.ParseValue(ref reader);
            return json.ValueKind is JsonValueKind.Object && json.TryGetProperty("url", out var url) && url.ValueKind is JsonValueKind.String
                ? new(url.GetString()!) { Detail = json.TryGetProperty("detail", out var detail) ? detail.GetString() : null, IsObject = true }
                : throw new JsonException("image_url is neither a string nor an object with a url.");
        }

        public override void Write(Utf8JsonWriter writer, ImageUrl value, JsonSerializerOptions options)
        {
            if (value is { Detail: null, IsObject: false })
            {
                writer.WriteStringValue(value.Url);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("url", value.Url);
            if (value.Detail is not null)
                writer.WriteString("detail", value.Detail);
            writer.WriteEndObject();
        }
    }
}
