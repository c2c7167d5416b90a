using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts content chunks. Data URIs and uploaded files become their bytes; other URLs are not fetched.</summary>
/// <param name="files">The uploaded files that requests can reference.</param>
internal sealed class ContentMapping(FileStore files)
{
    /// <summary>Converts a chunk; null for references to sources, which other models do not know.</summary>
    public AIContent? ToContent(JsonElement chunk)
    {
        var type = Conversation.GetChunkType(chunk);
        return type switch
        {
            "text" => new TextContent(chunk.FindString("text")),
            "thinking" => ToReasoning(chunk),
            "file" => ToContent(files.Find(Guid.Parse(chunk.FindString("file_id")!))!),
            "reference" => null,
            _ => ToAttachment(type, chunk, AttachmentDescription.GetUrl(chunk)!),
        };
    }

    private static TextReasoningContent ToReasoning(JsonElement chunk) =>
        new(string.Concat(chunk.FindItems("thinking").Select(part => part.FindString("text"))))
        {
            ProtectedData = chunk.FindString("signature"),
        };

    private static DataContent ToContent(StoredFile file) =>
        new(file.Content.ReadAll(), GetValidMediaType(file.MediaType)) { Name = file.Name };

    private static AIContent ToAttachment(string type, JsonElement chunk, string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return AddDetails(new UriContent(url, GetUrlMediaType(type, url)), chunk);
        var (mediaType, base64) = DataUri.Parse(url) ?? ("", url.AsMemory());
        var data = Convert.FromBase64String(base64.ToString());
        if (type == "input_audio" && mediaType.Length == 0)
            mediaType = AudioMediaType.Get(chunk.GetProperty("input_audio").FindString("format"), data);
        return AddDetails(new DataContent(data, GetValidMediaType(mediaType)) { Name = chunk.FindString("document_name") }, chunk);
    }

    /// <summary>Adds the fields that the content has no property for.</summary>
    private static AIContent AddDetails(AIContent content, JsonElement chunk)
    {
        if (chunk.Find("image_url")?.FindString("detail") is { } detail)
            content.AdditionalProperties = new() { ["detail"] = detail };
        if (content is UriContent && chunk.FindString("document_name") is { } name)
            content.AdditionalProperties = new() { ["document_name"] = name };
        return content;
    }

    private static string GetUrlMediaType(string type, string url) => (type, MediaTypes.FromUrl(url)) switch
    {
        ("image_url", { } known) when MediaTypes.IsImage(known) => known,
        ("image_url", _) => "image/*",
        ("input_audio", _) => "audio/*",
        (_, var known) => known ?? MediaTypes.Pdf,
    };

    private static string GetValidMediaType(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out _) ? mediaType : MediaTypes.Binary;
}
