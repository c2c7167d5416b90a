using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The schema of OCR requests: <c>OCRRequest</c> in the OpenAPI description.</summary>
internal static class OcrRequestSchema
{
    /// <summary>The schema of the body.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("OCRRequest",
        Required("model", StringValue.OrNull),
        Required("document", AnyOf(MessageSchemas.FileChunk, MessageSchemas.DocumentUrlChunk, MessageSchemas.ImageUrlChunk)),
        Optional("pages", AnyOf(StringValue, ListOf(Integer())).OrNull),
        Optional("include_image_base64", BooleanValue.OrNull),
        Optional("image_limit", Integer().OrNull),
        Optional("image_min_size", Integer().OrNull),
        Optional("bbox_annotation_format", ChatRequestSchema.ResponseFormat.OrNull),
        Optional("document_annotation_format", ChatRequestSchema.ResponseFormat.OrNull),
        Optional("document_annotation_prompt", StringValue.OrNull),
        Optional("table_format", EnumOf("markdown", "html").OrNull),
        Optional("extract_header", BooleanValue),
        Optional("extract_footer", BooleanValue),
        Optional("include_blocks", BooleanValue),
        Optional("confidence_scores_granularity", EnumOf("word", "page", "block").OrNull));
}
