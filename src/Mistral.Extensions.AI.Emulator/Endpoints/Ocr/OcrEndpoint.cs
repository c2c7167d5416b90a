using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary><c>POST /v1/ocr</c>.</summary>
internal sealed class OcrEndpoint(ModelCatalog models, FileStore files)
{
    /// <summary>The schema demands <c>model</c> and lets it be null.</summary>
    private const string DefaultModel = "mistral-ocr-latest";

    public IEnumerable<Route> Routes => [new("POST", "/v1/ocr", Process)];

    private ApiResponse Process(ApiRequest apiRequest)
    {
        // https://github.com/mistralai/client-ts/issues/119 shows that this route does not wrap field errors.
        var request = apiRequest.ReadJson(OcrRequestSchema.Request, ApiError.FastApiValidationError);
        var model = models.Get(request.FindString("model") ?? DefaultModel, card => card.HasCapability("ocr"));
        OcrRules.Check(request);
        var numbers = new PageSelection(request);
        var source = OcrInput.FromRequest(request, files);
        OcrRules.CheckImageOptions(request, source.MediaType);
        var sheets = DocumentReader.Read(source, request.IsTrue("include_image_base64"));
        var writer = new OcrPageWriter(request);
        JsonObject[] pages = [.. numbers.GetPages(sheets.Count).Select(index => writer.Write(sheets[index], index))];
        var text = string.Join("\n\n", pages.Select(page => page["markdown"]!.GetValue<string>()));
        var body = new JsonObject
        {
            ["pages"] = new JsonArray([.. pages]),
            ["model"] = model.Id,
            ["document_annotation"] = request.Find("document_annotation_format") is { } format ? AnnotationGenerator.Generate(format, text) : null,
            ["usage_info"] = new JsonObject { ["pages_processed"] = pages.Length, ["doc_size_bytes"] = source.Bytes?.Length },
        };
        return ApiResponse.Json(body) with { Headers = model.ResponseHeaders };
    }
}
