using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Chat;

/// <summary>The location of an image and the level of detail (<c>ImageURL</c>). In JSON it is a string or an object.</summary>
/// <param name="Url">An https URL, or the image as a data URI (<c>url</c>).</param>
[JsonConverter(typeof(Converter))]
public sealed record ImageUrl(MediaUrl Url)
{
    /// <summary>
    /// The level of detail at which the model processes the image (<c>detail</c>): <c>low</c>, <c>auto</c> or <c>high</c>.
    /// </summary>
    /// <value>Default: <c>auto</c>.</value>
    public string? Detail { get; init; }

    // Whether it was read from an object, so that it is written in the same form.
    private bool IsObject { get; init; }

    /// <summary>Converts a URL or a data URI to an <see cref="ImageUrl"/>.</summary>
    /// <param name="url">An https URL or a data URI.</param>
    public static implicit operator ImageUrl(string url) => new((MediaUrl)url);

    /// <summary>Converts a URL or data to an <see cref="ImageUrl"/>.</summary>
    /// <param name="url">An https URL, or the data of the image.</param>
    public static implicit operator ImageUrl(MediaUrl url) => new(url);

    /// <summary>Returns the value in the form of an object, which OpenAI-compatible servers need.</summary>
    internal ImageUrl AsObject() => this with { IsObject = true };

    internal sealed class Converter : JsonConverter<ImageUrl>
    {
        public override ImageUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
                return new(new MediaUrl(reader.GetString()!));

            var json = JsonElement.ParseValue(ref reader);
            if (json.ValueKind is not JsonValueKind.Object
                || !json.TryGetProperty("url", out var url) || url.ValueKind is not JsonValueKind.String)
                throw new JsonException("image_url must be a string or an object with the string property url.");

            var detail = json.TryGetProperty("detail", out var value) ? value.GetString() : null;
            return new(new MediaUrl(url.GetString()!)) { Detail = detail, IsObject = true };
        }

        public override void Write(Utf8JsonWriter writer, ImageUrl value, JsonSerializerOptions options)
        {
            if (value is { Detail: null, IsObject: false })
            {
                JsonSerializer.Serialize(writer, value.Url, ChatJson.Default.MediaUrl);
                return;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("url");
            JsonSerializer.Serialize(writer, value.Url, ChatJson.Default.MediaUrl);
            if (value.Detail is not null)
                writer.WriteString("detail", value.Detail);
            writer.WriteEndObject();
        }
    }
}
