using Mistral.Extensions.AI.Emulator.Chat;
using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>The fields of an OCR request, as in the OpenAPI schema <c>OCRRequest</c>.</summary>
internal static class OcrShapes
{
    public static readonly Shape Request = new RecordShape("OCRRequest",
        Required("model", Text.OrNull),
        Required("document", Any(MessageShapes.FileChunk, MessageShapes.DocumentUrlChunk, MessageShapes.ImageUrlChunk)),
        Optional("pages", Any(Text, ListOf(Whole())).OrNull),
        Optional("include_image_base64", Flag.OrNull),
        Optional("image_limit", Whole().OrNull),
        Optional("image_min_size", Whole().OrNull),
        Optional("bbox_annotation_format", ChatShapes.ResponseFormat.OrNull),
        Optional("document_annotation_format", ChatShapes.ResponseFormat.OrNull),
        Optional("document_annotation_prompt", Text.OrNull),
        Optional("table_format", OneOf("markdown", "html").OrNull),
        Optional("extract_header", Flag),
        Optional("extract_footer", Flag),
        Optional("include_blocks", Flag),
        Optional("confidence_scores_granularity", OneOf("word", "page", "block").OrNull));
}
