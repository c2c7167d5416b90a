using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Server;
using static Mistral.Extensions.AI.Emulator.Chat.Conversation;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>A chunk that is not text, in words: the emulator cannot look at an image, but it can say that it got one.</summary>
internal static class Attachment
{
    /// <summary>"1 image (image/png, 68 bytes) and 2 files (…; …)", or null without chunks.</summary>
    public static string? Describe(IEnumerable<JsonElement> chunks)
    {
        var kinds = chunks.GroupBy(KindOf).Select(Describe).ToArray();
        return kinds.Length > 0 ? string.Join(" and ", kinds) : null;
    }

    /// <summary>The URL, data URI or bare base64 of an image, a document or an audio; null for other chunks.</summary>
    public static string? AddressOf(JsonElement chunk) => TypeOf(chunk) switch
    {
        "image_url" => chunk.FindText("image_url") ?? chunk.Find("image_url")?.FindText("url"),
        "document_url" => chunk.FindText("document_url"),
        "input_audio" => chunk.FindText("input_audio"),
        _ => null,
    };

    public static (string MediaType, string Data)? SplitDataUri(string address)
    {
        const string Marker = ";base64,";
        var middle = address.IndexOf(Marker, StringComparison.Ordinal);
        return address.StartsWith("data:", StringComparison.Ordinal) && middle > 0
            ? (address["data:".Length..middle], address[(middle + Marker.Length)..])
            : null;
    }

    private static string Describe(IGrouping<string, JsonElement> kind)
    {
        var plural = kind.Count() == 1 || kind.Key == "audio" ? "" : "s";
        return $"{kind.Count()} {kind.Key}{plural} ({string.Join("; ", kind.Select(Details))})";
    }

    private static string KindOf(JsonElement chunk) => TypeOf(chunk) switch
    {
        "image_url" => "image",
        "document_url" => "document",
        "input_audio" => "audio",
        var other => other,
    };

    private static string Details(JsonElement chunk)
    {
        var name = chunk.FindText("document_name");
        var details = AddressOf(chunk) is { } address ? DescribeAddress(address) : chunk.FindText("file_id") ?? "";
        return name is null ? details : $"{name}, {details}";
    }

    private static string DescribeAddress(string address)
    {
        if (address.StartsWith("https://", StringComparison.Ordinal))
            return address;
        var (mediaType, data) = SplitDataUri(address) ?? ("", address);
        var size = $"{Convert.FromBase64String(data).Length} bytes";
        return mediaType.Length > 0 ? $"{mediaType}, {size}" : size;
    }
}
