using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends files to the emulator.</summary>
internal static class FileTestCalls
{
    /// <summary>Uploads a text, and returns the response.</summary>
    internal static Task<EmulatorResponse> PostFileAsync(
        this TestEmulator emulator, string text, string? fileName, params (string Name, string Value)[] fields) =>
        emulator.PostFileAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), fileName, fields);

    /// <summary>Uploads a content, and returns the response.</summary>
    internal static async Task<EmulatorResponse> PostFileAsync(
        this TestEmulator emulator, HttpContent content, string? fileName, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        if (fileName is null)
            form.Add(content, "file");
        else
            form.Add(content, "file", fileName);
        return await emulator.SendAsync(HttpMethod.Post, "/v1/files", form);
    }

    /// <summary>Uploads a JSONL file for a batch job, checks that this succeeds, and returns the ID of the file.</summary>
    internal static Task<string> UploadAsync(this TestEmulator emulator, params string[] lines) =>
        emulator.UploadAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "input.jsonl", "batch");

    /// <summary>Uploads a content, checks that this succeeds, and returns the ID of the file.</summary>
    internal static async Task<string> UploadAsync(this TestEmulator emulator, HttpContent content, string fileName, string purpose)
    {
        var response = await emulator.PostFileAsync(content, fileName, ("purpose", purpose));
        Assert.True((int)response.Status == 200, response.Body);
        return (string)response.Json["id"]!;
    }

    /// <summary>Downloads a JSONL file.</summary>
    internal static async Task<JsonNode[]> DownloadLinesAsync(this TestEmulator emulator, JsonNode? fileId)
    {
        var response = await emulator.SendAsync(HttpMethod.Get, $"/v1/files/{fileId}/content");
        Assert.True((int)response.Status == 200, response.Body);
        return [.. response.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>Creates a content of a file with a content type.</summary>
    internal static HttpContent CreateContent(byte[] bytes, string contentType) =>
        new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
}
