using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>A chunk that is not text, in words: the emulator cannot look at an image, but it can say that it got one.</summary>
internal static class AttachmentDescription
{
    /// <summary>"1 image (image/png, 68 bytes) and 2 files (…; …)", or null without chunks.</summary>
    public static string? Describe(IEnumerable<JsonElement> chunks)
    {
        var kinds = chunks.GroupBy(GetKind).Select(Describe).ToArray();
        return kinds.Length > 0 ? string.Join(" and ", kinds) : null;
    }

    /// <summary>The URL, data URI or bare base64 of an image, a document or an audio; null for other chunks.</summary>
    public static string? GetUrl(JsonElement chunk) => GetChunkType(chunk) switch
    {
        "image_url" => chunk.FindString("image_url") ?? chunk.Find("image_url")?.FindString("url"),
        "document_url" => chunk.FindString("document_url"),
        "input_audio" => chunk.FindString("input_audio"),
        _ => null,
    };

    private static string Describe(IGrouping<string, JsonElement> kind)
    {
        var plural = kind.Count() == 1 || kind.Key == "audio" ? "" : "s";
        return $"{kind.Count()} {kind.Key}{plural} ({string.Join("; ", kind.Select(GetDetails))})";
    }

    private static string GetKind(JsonElement chunk) => GetChunkType(chunk) switch
    {
        "image_url" => "image",
        "document_url" => "document",
        "input_audio" => "audio",
        var other => other,
    };

    private static string GetDetails(JsonElement chunk)
    {
        var name = chunk.FindString("document_name");
        var details = GetUrl(chunk) is { } address ? DescribeUrl(address) : chunk.FindString("file_id") ?? "";
        return name is null ? details : $"{name}, {details}";
    }

    private static string DescribeUrl(string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return url;
        var (mediaType, data) = DataUri.Parse(url) ?? ("", url);
        var size = $"{Convert.FromBase64String(data).Length} bytes";
        return mediaType.Length > 0 ? $"{mediaType}, {size}" : size;
    }
}
