using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A URL of a document, which the API returns as a JSON string, unlike that of a file.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record DocumentUrl(string? Url) : IApiResponse
{
    // Another text is an error message.
    bool IApiResponse.HasContent => Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    internal sealed class Converter : JsonConverter<DocumentUrl>
    {
        // In an object like that of a file, the URL is read as well.
        public override DocumentUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var json = JsonElement.ParseValue(ref reader);
            if (json.ValueKind is JsonValueKind.Object)
                json.TryGetProperty("url"u8, out json);
            return new(json.ValueKind is JsonValueKind.String ? json.GetString() : null);
        }

        public override void Write(Utf8JsonWriter writer, DocumentUrl value, JsonSerializerOptions options) =>
            throw new NotSupportedException("The URL is only read.");
    }
}
