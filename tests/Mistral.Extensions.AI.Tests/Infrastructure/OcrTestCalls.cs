using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends OCR requests to the emulator.</summary>
internal static class OcrTestCalls
{
    /// <summary>Posts a PDF. <paramref name="options"/> has further fields of the request.</summary>
    internal static Task<EmulatorResponse> ProcessPdfAsync(this TestEmulator emulator, byte[] pdf, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["document"] = new JsonObject { ["type"] = "document_url", ["document_url"] = PdfBuilder.ToDataUri(pdf) };
        return emulator.PostOcrAsync(request.ToJsonString());
    }

    /// <summary>Posts an OCR request, to which the model is added, and checks that it succeeds.</summary>
    internal static async Task<EmulatorResponse> PostOcrAsync(this TestEmulator emulator, string json)
    {
        var request = JsonNode.Parse(json)!.AsObject();
        request["model"] = "mistral-ocr-latest";
        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/ocr", request.ToJsonString());
        Assert.True((int)response.Status == 200, response.Body);
        return response;
    }

    internal static string[] GetPageMarkdown(this EmulatorResponse response) =>
        [.. response.Json["pages"]!.AsArray().Select(page => (string)page!["markdown"]!)];
}
