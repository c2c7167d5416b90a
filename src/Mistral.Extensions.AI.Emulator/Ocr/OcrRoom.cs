using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Files;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary><c>POST /v1/ocr</c>.</summary>
internal sealed class OcrRoom(ModelCatalog models, FileStore files)
{
    /// <summary>The schema demands <c>model</c> and lets it be null.</summary>
    private const string DefaultModel = "mistral-ocr-latest";

    public IEnumerable<Route> Routes => [new("POST", "/v1/ocr", Read)];

    private Answer Read(Call call)
    {
        // https://github.com/mistralai/client-ts/issues/119 shows that this route does not wrap field errors.
        var request = call.ReadJson(OcrShapes.Request, Refusal.PlainFields);
        var model = models.Get(request.FindText("model") ?? DefaultModel, card => card.Has("ocr"));
        OcrRules.Check(request);
        var numbers = new PageNumbers(request);
        var source = Source.Open(request, files);
        OcrRules.CheckImages(request, source.MediaType);
        var sheets = DocumentReader.Read(source, request.IsTrue("include_image_base64"));
        var writer = new PageWriter(request);
        JsonObject[] pages = [.. numbers.Of(sheets.Count).Select(index => writer.Write(sheets[index], index))];
        var text = string.Join("\n\n", pages.Select(page => page["markdown"]!.GetValue<string>()));
        var body = new JsonObject
        {
            ["pages"] = new JsonArray([.. pages]),
            ["model"] = model.Id,
            ["document_annotation"] = request.Find("document_annotation_format") is { } format ? Annotation.Write(format, text) : null,
            ["usage_info"] = new JsonObject { ["pages_processed"] = pages.Length, ["doc_size_bytes"] = source.Bytes?.Length },
        };
        return Answer.Json(body) with { Headers = model.Headers };
    }
}
