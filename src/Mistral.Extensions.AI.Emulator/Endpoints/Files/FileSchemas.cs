using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Files;

/// <summary>The schemas of the requests to the files endpoints.</summary>
internal static class FileSchemas
{
    /// <summary>The parameters of the list that can be repeated.</summary>
    public static readonly string[] ListParameters = ["sample_type", "source", "mimetypes"];

    /// <summary>
    /// The purposes of the OpenAPI description: the enumeration, and <c>audio</c>, which is only in the text about it.
    /// </summary>
    private static readonly ValueSchema Purpose = EnumOf("fine-tune", "batch", "ocr", "audio");

    /// <summary>The schema of uploads: <c>MultiPartBodyParams</c> in the OpenAPI description.</summary>
    public static readonly ValueSchema Upload = new ObjectSchema("MultiPartBodyParams",
        Required("file", AnyObject),
        Optional("purpose", Purpose),
        Optional("visibility", EnumOf("workspace", "user")),
        Optional("expiry", Integer().OrNull));

    /// <summary>The schema of the parameters of the list. As on the server, unknown parameters are ignored.</summary>
    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListFiles",
        Optional("page", Integer(min: 0)),
        Optional("page_size", Integer(min: 1)),
        Optional("include_total", BooleanValue),
        Optional("sample_type", ListOf(EnumOf("pretrain", "instruct", "batch_request", "batch_result", "batch_error", "ocr_input"))),
        Optional("source", ListOf(EnumOf("upload", "repository", "mistral"))),
        Optional("search", StringValue),
        Optional("purpose", Purpose),
        Optional("mimetypes", ListOf(StringValue)));

    /// <summary>The schema of the parameters of a signed URL.</summary>
    public static readonly ValueSchema SignedUrl = ObjectSchema.AllowingUnknownFields("GetSignedUrl",
        Optional("expiry", Integer(min: 1, max: 168)));
}
