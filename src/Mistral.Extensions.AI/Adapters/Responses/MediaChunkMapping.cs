using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Maps images, documents and audio to <see cref="DataContent"/> and <see cref="UriContent"/>. The audio can be a URL, a data URI, base64
/// text, or the object of OpenAI with <c>data</c> and <c>format</c>, which Mistral's API does not define.
/// </summary>
internal static class MediaChunkMapping
{
    /// <summary>Maps a chunk. A chunk of another type, or with invalid data, becomes a content with only a raw representation.</summary>
    internal static AIContent ToMediaContent(this ContentChunk chunk)
    {
        AIContent? content = null;
        try
        {
            content = CreateContent(chunk);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // A truncated data URI is unusable, but the rest of the message is valid.
        }

        content ??= new();
        content.RawRepresentation = chunk;
        return content;
    }

    // A stream that cannot seek is not read: afterwards, it could not be sent.
    private static AIContent? CreateContent(ContentChunk chunk) => chunk switch
    {
        ImageUrlChunk { ImageUrl: { Url: { CanReadAgain: true } url } image } =>
            ToContent(url.ToString(), "image/*", name: null, image.Detail),
        DocumentUrlChunk { DocumentUrl: { CanReadAgain: true } url } document =>
            ToContent(url.ToString(), "application/octet-stream", document.DocumentName, detail: null),
        AudioChunk { InputAudio: { CanReadAgain: true } audio } => ToAudio(audio.ToString()),
        UnknownChunk { Type: "input_audio", Json: var json } when json.TryGetProperty("input_audio", out var audio) => ToAudio(audio),
        _ => null,
    };

    private static AIContent? ToContent(string address, string mediaType, string? name, string? detail)
    {
        AIContent? content = address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? new DataContent(address) { Name = name }
            : Uri.TryCreate(address, UriKind.Absolute, out var url) ? new UriContent(url, mediaType)
            : null;
        if (detail is not null && content is not null)
            content.AdditionalProperties = new() { [AdditionalPropertyKeys.Detail] = detail };
        return content;
    }

    private static AIContent ToAudio(string audio)
    {
        if (audio.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return new DataContent(audio);

        return Uri.TryCreate(audio, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new UriContent(url, GetAudioType(MediaTypes.FromUrl(audio)) ?? "audio/*")
            : ToAudio(audio, format: null);
    }

    private static DataContent? ToAudio(JsonElement audio) =>
        audio.ValueKind is JsonValueKind.Object && GetString(audio, "data") is { } data ? ToAudio(data, GetString(audio, "format")) : null;

    // MP3 if the type is in neither the format nor the data, as for audio that is sent to OpenAI-compatible servers.
    private static DataContent ToAudio(string base64, string? format)
    {
        var bytes = Convert.FromBase64String(base64);
        return new(bytes, GetAudioType(MediaTypes.FromFileName($".{format}")) ?? GetAudioType(MediaTypes.FromBytes(bytes)) ?? "audio/mpeg");
    }

    private static string? GetAudioType(string? mediaType) =>
        mediaType?.StartsWith("audio/", StringComparison.Ordinal) is true ? mediaType : null;

    private static string? GetString(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
