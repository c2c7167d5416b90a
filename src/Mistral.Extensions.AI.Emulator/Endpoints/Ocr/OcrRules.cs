using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The rules for the options of an OCR request: whether they can be combined, and whether they fit the document type.</summary>
internal static class OcrRules
{
    /// <summary>Rejects options that cannot be combined, and invalid annotation formats.</summary>
    public static void Check(JsonElement request)
    {
        CheckAnnotationFormat(request, "bbox_annotation_format");
        CheckAnnotationFormat(request, "document_annotation_format");
        if (request.Find("document_annotation_prompt") is not null && request.Find("document_annotation_format") is null)
            throw ApiError.InvalidArguments("document_annotation_prompt requires a document_annotation_format");
        if (request.FindString("confidence_scores_granularity") == "block" && !IncludesBlocks(request))
            throw ApiError.InvalidArguments("confidence_scores_granularity 'block' requires include_blocks");
    }

    /// <summary>
    /// Rejects a Word or PowerPoint file whose images are neither requested nor disabled.
    /// https://github.com/danny-avila/LibreChat/issues/7667 quotes the server's error message.
    /// </summary>
    public static void CheckImageOptions(JsonElement request, string mediaType)
    {
        if (MediaTypes.GetOfficeExtension(mediaType) is { } extension
            && !request.IsTrue("include_image_base64") && request.FindNumber("image_limit") is not 0)
            throw ApiError.BadRequest($"For {extension} files, extracted images can only be returned in base64. "
                + "If you don't want images, try setting `image_limit=0` instead.", "invalid_request_error", null);
    }

    /// <summary>Whether the response includes blocks. The default of <c>include_blocks</c> in the OpenAPI description is true.</summary>
    public static bool IncludesBlocks(JsonElement request) => !request.IsFalse("include_blocks");

    private static void CheckAnnotationFormat(JsonElement request, string name)
    {
        if (request.Find(name) is not { } format)
            return;
        if (format.FindString("type") != "json_schema" || format.Find("json_schema") is not { } schema)
            throw ApiError.InvalidArguments($"{name} must be of type json_schema and have a json_schema");
        CheckAnnotationSchema(schema.GetProperty("schema"));
        if (schema.IsTrue("strict"))
            JsonSchemaRules.CheckStrict(schema.GetProperty("schema"));
    }

    /// <summary>
    /// Rejects an invalid schema. https://github.com/mistralai/client-ts/issues/137 quotes the server's error message.
    /// </summary>
    private static void CheckAnnotationSchema(JsonElement schema)
    {
        if (JsonSchemaDraft7.FindError(schema) is not null || JsonSchemaRules.HasUnresolvedReference(schema))
            throw ApiError.BadRequest("Failed to parse schema.", "invalid_request_json_schema", "3300");
    }
}
