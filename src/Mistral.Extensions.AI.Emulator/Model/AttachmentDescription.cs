using System.Buffers.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Describes images, documents, files and audio by type and size, because the emulator cannot interpret their content.</summary>
internal static class AttachmentDescription
{
    /// <summary>
    /// Describes chunks grouped by type: "1 image (image/png, 68 bytes) and 1 file (a.pdf, application/pdf, 812 bytes)".
    /// Returns null without chunks.
    /// </summary>
    public static string? Describe(IEnumerable<JsonElement> chunks, FileStore files)
    {
        var groups = chunks.GroupBy(GetLabel).Select(group => DescribeGroup(group, files)).ToArray();
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

    private static string DescribeGroup(IGrouping<string, JsonElement> group, FileStore files)
    {
        var plural = group.Count() == 1 || group.Key == "audio" ? "" : "s";
        return $"{group.Count()} {group.Key}{plural} ({string.Join("; ", group.Select(chunk => GetDetails(chunk, files)))})";
    }

    private static string GetLabel(JsonElement chunk) => GetChunkType(chunk) switch
    {
        "image_url" => "image",
        "document_url" => "document",
        "input_audio" => "audio",
        var other => other,
    };

    private static string GetDetails(JsonElement chunk, FileStore files)
    {
        var name = chunk.FindString("document_name");
        var details = GetUrl(chunk) is { } url ? DescribeUrl(url) : DescribeFile(chunk.FindString("file_id"), files);
        return name is null ? details : $"{name}, {details}";
    }

    /// <summary>Returns an empty text for chunks that have no file, for example references.</summary>
    private static string DescribeFile(string? id, FileStore files) => id is not null && files.Find(Guid.Parse(id)) is { } file
        ? $"{file.Name}, {file.MediaType}, {file.Content.Length} bytes"
        : id ?? "";

    private static string DescribeUrl(string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return url;
        var (mediaType, data) = DataUri.Parse(url) ?? ("", url.AsMemory());
        var size = $"{(Base64.IsValid(data.Span, out var length) ? length : 0)} bytes";
        return mediaType.Length > 0 ? $"{mediaType}, {size}" : size;
    }
}
