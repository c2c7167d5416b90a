using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Documents sent to OCR, and what came of them.</summary>
internal static class OcrTestCalls
{
    internal static Task<EmulatorResponse> ProcessPdfAsync(this TestEmulator emulator, byte[] pdf, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["document"] = new JsonObject { ["type"] = "document_url", ["document_url"] = PdfBuilder.ToDataUri(pdf) };
        return emulator.PostOcrAsync(request.ToJsonString());
    }

    internal static async Task<EmulatorResponse> PostOcrAsync(this TestEmulator emulator, string json)
    {
        var request = JsonNode.Parse(json)!.AsObject();
        request["model"] = "mistral-ocr-latest";
        var reply = await emulator.SendAsync(HttpMethod.Post, "/v1/ocr", request.ToJsonString());
        Assert.True((int)reply.Status == 200, reply.Body);
        return reply;
    }

    internal static string[] GetPageMarkdown(this EmulatorResponse response) => [.. response.Json["pages"]!.AsArray().Select(page => (string)page!["markdown"]!)];
}
