using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Files;

/// <summary>Creates the JSON of files: <c>FileSchema</c> in the OpenAPI description.</summary>
internal static class FileJson
{
    /// <summary>Creates the JSON of a file.</summary>
    public static JsonObject ToJson(this StoredFile file) => new()
    {
        ["id"] = file.Id.ToString(),
        ["object"] = "file",
        ["bytes"] = file.Content.Length,
        ["created_at"] = file.CreatedAt.ToUnixTimeSeconds(),
        ["filename"] = file.Name,
        ["purpose"] = file.Purpose,
        ["sample_type"] = file.SampleType,
        ["num_lines"] = file.LineCount,
        ["mimetype"] = file.MediaType,
        ["source"] = file.Source,
        ["signature"] = file.Signature,
        ["expires_at"] = file.ExpiresAt?.ToUnixTimeSeconds(),
        ["visibility"] = file.Visibility,
    };
}
