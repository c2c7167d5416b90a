using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Emulator;

/// <summary>Documents sent to OCR, and what came of them.</summary>
internal static class OcrCalls
{
    internal static Task<Reply> ReadAsync(this Wire wire, byte[] pdf, string options = "{}")
    {
        var request = JsonNode.Parse(options)!.AsObject();
        request["document"] = new JsonObject { ["type"] = "document_url", ["document_url"] = TinyPdf.ToDataUri(pdf) };
        return wire.AskOcrAsync(request.ToJsonString());
    }

    internal static async Task<Reply> AskOcrAsync(this Wire wire, string json)
    {
        var request = JsonNode.Parse(json)!.AsObject();
        request["model"] = "mistral-ocr-latest";
        var reply = await wire.SendAsync(HttpMethod.Post, "/v1/ocr", request.ToJsonString());
        Assert.True((int)reply.Status == 200, reply.Text);
        return reply;
    }

    internal static string[] Markdown(this Reply reply) => [.. reply.Json["pages"]!.AsArray().Select(page => (string)page!["markdown"]!)];
}
