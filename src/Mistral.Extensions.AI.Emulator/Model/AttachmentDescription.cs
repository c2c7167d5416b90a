using System.Buffers.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Describes images, documents, files and audio by type and size, because the emulator cannot interpret their content.</summary>
internal static class AttachmentDescription
{
    /// <summary>
    /// Describes chunks grouped by type: "1 image (image/png, 68 bytes) and 2 files (id; id)". Returns null without chunks.
    /// </summary>
    public static string? Describe(IEnumerable<JsonElement> chunks)
    {
        var groups = chunks.GroupBy(GetLabel).Select(DescribeGroup).ToArray();
        return groups.Length > 0 ? string.Join(" and ", groups) : null;
    }

    /// <summary>Returns the URL, data URI or bare base64 data of an image, document or audio chunk; null for other chunks.</summary>
    public static string? GetUrl(JsonElement chunk) => GetChunkType(chunk) switch
    {
        "image_url" => chunk.FindString("image_url") ?? chunk.Find("image_url")?.FindString("url"),
        "document_url" => chunk.FindString("document_url"),
        "input_audio" => chunk.FindString("input_audio") ?? chunk.Find("input_audio")?.FindString("data"),
        _ => null,
    };

    private static string DescribeGroup(IGrouping<string, JsonElement> group)
    {
        var plural = group.Count() == 1 || group.Key == "audio" ? "" : "s";
        return $"{group.Count()} {group.Key}{plural} ({string.Join("; ", group.Select(GetDetails))})";
    }

    private static string GetLabel(JsonElement chunk) => GetChunkType(chunk) switch
    {
        "image_url" => "image",
        "document_url" => "document",
        "input_audio" => "audio",
        var other => other,
    };

    private static string GetDetails(JsonElement chunk)
    {
        var name = chunk.FindString("document_name");
        var details = GetUrl(chunk) is { } url ? DescribeUrl(url) : chunk.FindString("file_id") ?? "";
        return name is null ? details : $"{name}, {details}";
    }

    private static string DescribeUrl(string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return url;
        var (mediaType, data) = DataUri.Parse(url) ?? ("", url.AsMemory());
        var size = $"{(Base64.IsValid(data.Span, out var length) ? length : 0)} bytes";
        return mediaType.Length > 0 ? $"{mediaType}, {size}" : size;
    }
}
