using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>What the options of an OCR request may say beside each other and to a kind of document.</summary>
internal static class OcrRules
{
    public static void Check(JsonElement request)
    {
        CheckFormat(request, "bbox_annotation_format");
        CheckFormat(request, "document_annotation_format");
        if (request.Find("document_annotation_prompt") is not null && request.Find("document_annotation_format") is null)
            throw Refusal.InvalidArguments("document_annotation_prompt requires a document_annotation_format");
        if (request.FindText("confidence_scores_granularity") == "block" && !Blocks(request))
            throw Refusal.InvalidArguments("confidence_scores_granularity 'block' requires include_blocks");
    }

    /// <summary>The words are the server's: https://github.com/danny-avila/LibreChat/issues/7667.</summary>
    public static void CheckImages(JsonElement request, string mediaType)
    {
        if (MediaTypes.OfficeExtension(mediaType) is { } extension
            && !request.IsTrue("include_image_base64") && request.FindNumber("image_limit") is not 0)
            throw Refusal.BadRequest($"For {extension} files, extracted images can only be returned in base64. "
                + "If you don't want images, try setting `image_limit=0` instead.", "invalid_request_error", null);
    }

    /// <summary>Blocks are asked for unless the request says no: the schema's default is true.</summary>
    public static bool Blocks(JsonElement request) => request.Find("include_blocks") is not { ValueKind: JsonValueKind.False };

    private static void CheckFormat(JsonElement request, string name)
    {
        if (request.Find(name) is not { } format)
            return;
        if (format.FindText("type") != "json_schema" || format.Find("json_schema") is not { } schema)
            throw Refusal.InvalidArguments($"{name} must be of type json_schema and have a json_schema");
        SchemaRules.CheckAnnotation(schema.GetProperty("schema"));
        if (schema.IsTrue("strict"))
            SchemaRules.CheckStrict(schema.GetProperty("schema"));
    }
}
