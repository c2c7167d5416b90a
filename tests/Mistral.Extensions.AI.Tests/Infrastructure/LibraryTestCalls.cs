using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends requests to the libraries endpoints of the emulator.</summary>
internal static class LibraryTestCalls
{
    /// <summary>Creates a library, and returns its path.</summary>
    internal static async Task<string> CreateLibraryAsync(this TestEmulator emulator, string name = "docs", string fields = "{}")
    {
        var request = JsonNode.Parse(fields)!;
        request["name"] = name;
        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/libraries", request.ToJsonString());
        Assert.True((int)response.Status == 201, response.Body);
        return $"/v1/libraries/{response.Json["id"]}";
    }

    /// <summary>Uploads a text to a library.</summary>
    internal static Task<EmulatorResponse> UploadDocumentAsync(
        this TestEmulator emulator, string libraryPath, string text, string fileName = "notes.txt") =>
        emulator.UploadDocumentAsync(libraryPath, Encoding.UTF8.GetBytes(text), fileName);

    /// <summary>Uploads a file to a library.</summary>
    internal static async Task<EmulatorResponse> UploadDocumentAsync(
        this TestEmulator emulator, string libraryPath, byte[] content, string fileName)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", fileName } };
        return await emulator.SendAsync(HttpMethod.Post, $"{libraryPath}/documents", form);
    }
}
