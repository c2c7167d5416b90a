using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>The schemas of the requests to the libraries endpoints.</summary>
internal static class LibrarySchemas
{
    private static readonly ValueSchema PageSize = Integer(min: 1, max: 100);
    private static readonly ValueSchema Page = Integer(min: 0, max: int.MaxValue);

    private static readonly Field[] SharingFields =
    [
        Optional("org_id", Uuid.OrNull),
        Required("share_with_uuid", Uuid),
        Required("share_with_type", EnumOf("User", "Workspace", "Org")),
    ];

    public static readonly ValueSchema Create = new ObjectSchema("CreateLibraryRequest",
        Required("name", StringValue),
        Optional("description", StringValue.OrNull),
        Optional("chunk_size", Integer(min: 256, max: 32_768).OrNull),
        Optional("owner_type", EnumOf("User", "Workspace").OrNull));

    public static readonly ValueSchema Update = new ObjectSchema("UpdateLibraryRequest",
        Optional("name", StringValue),
        Optional("description", StringValue.OrNull));

    public static readonly ValueSchema List = ObjectSchema.AllowingUnknownFields("ListLibraries",
        Optional("page_size", PageSize),
        Optional("page_token", StringValue),
        Optional("page", Page),
        Optional("search", StringValue),
        Optional("filter_owned_by_me", BooleanValue));

    public static readonly ValueSchema UploadDocument = new ObjectSchema("DocumentUpload", Required("file", AnyObject));

    public static readonly ValueSchema UpdateDocument = new ObjectSchema("UpdateDocumentRequest",
        Optional("name", StringValue),
        Optional("attributes", AnyObject.OrNull),
        Optional("expires_at", ValueSchema.DateTime.OrNull));

    public static readonly ValueSchema ListDocuments = ObjectSchema.AllowingUnknownFields("ListDocuments",
        Optional("search", StringValue),
        Optional("page_size", PageSize),
        Optional("page", Page),
        Optional("filters_attributes", StringValue),
        Optional("sort_by", StringValue),
        Optional("sort_order", StringValue));

    public static readonly ValueSchema TextContent = ObjectSchema.AllowingUnknownFields("GetTextContent",
        Optional("page_start", Integer()),
        Optional("page_end", Integer()));

    public static readonly ValueSchema Share = new ObjectSchema("SharingRequest",
        [.. SharingFields, Required("level", EnumOf("Viewer", "Editor"))]);

    /// <summary>
    /// The schema of the body that removes an access. The OpenAPI description requires a <c>level</c>, and does not define it.
    /// </summary>
    public static readonly ValueSchema Unshare = ObjectSchema.AllowingUnknownFields("SharingDelete", SharingFields);
}
