using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The OCR endpoint: <c>POST /v1/ocr</c>.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="files">The uploaded files that requests can reference.</param>
internal sealed class OcrEndpoint(ModelCatalog models, FileStore files)
{
    /// <summary>The model of a request whose <c>model</c> is null. The field is required and nullable.</summary>
    private const string DefaultModel = "mistral-ocr-latest";

    /// <summary>Adds the endpoint to the routes below <c>/v1</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("POST", "/ocr", Process);

    private ApiResponse Process(ApiRequest apiRequest)
    {
        var request = apiRequest.ReadJson(OcrRequestSchema.Request);
        var model = models.Use(apiRequest, request.FindString("model") ?? DefaultModel, card => card.HasCapability("ocr"));
        OcrRules.Check(request);
        var selection = new PageSelection(request);
        var input = OcrInput.FromRequest(request, files);
        OcrRules.CheckImageOptions(request, input.MediaType);
        var documentPages = ReadPages(input, request);
        var body = BudgetErrors.Run(budget => CreateBody(request, documentPages, selection.GetPages(documentPages.Count), budget));
        body["model"] = model.Id;
        body["usage_info"]!["doc_size_bytes"] = input.Bytes?.Length;
        return ApiResponse.Json(body) with { Headers = model.GetResponseHeaders() };
    }

    private static JsonObject CreateBody(
        JsonElement request, IReadOnlyList<DocumentPage> documentPages, IReadOnlyList<int> selectedPages, GenerationBudget budget)
    {
        var writer = new OcrPageWriter(request, budget);
        JsonObject[] pages = [.. selectedPages.Select(index => writer.Write(documentPages[index], index))];
        return new JsonObject
        {
            ["pages"] = new JsonArray([.. pages]),
            ["document_annotation"] = CreateDocumentAnnotation(request, pages, budget),
            ["usage_info"] = new JsonObject { ["pages_processed"] = pages.Length },
        };
    }

    private static IReadOnlyList<DocumentPage> ReadPages(OcrInput input, JsonElement request)
    {
        try
        {
            return DocumentReader.Read(input.MediaType, input.Bytes, input.Url, request.IsTrue("include_image_base64"));
        }
        catch (DocumentLimitException error)
        {
            throw ApiError.BadRequest(error.Message, error.Type, error.Code);
        }
        catch (InvalidDataException error)
        {
            // https://github.com/mistralai/client-python/issues/485 quotes this error response of the server.
            throw ApiError.BadRequest(error.Message, "document_parser_invalid_file", "3740");
        }
    }

    private static string? CreateDocumentAnnotation(JsonElement request, JsonObject[] pages, GenerationBudget budget)
    {
        if (request.Find("document_annotation_format") is not { } format)
            return null;
        return AnnotationGenerator.Generate(
            format, string.Join("\n\n", pages.Select(page => page["markdown"]!.GetValue<string>())), budget);
    }
}
