using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>Source-generated JSON metadata of the types in the <c>Libraries</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateLibraryRequest))]
[JsonSerializable(typeof(UpdateLibraryRequest))]
[JsonSerializable(typeof(Library))]
[JsonSerializable(typeof(ListLibrariesResponse))]
[JsonSerializable(typeof(UpdateDocumentRequest))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(ListDocumentsResponse))]
[JsonSerializable(typeof(DocumentTextContent))]
[JsonSerializable(typeof(ProcessingStatus))]
[JsonSerializable(typeof(DocumentUrl))]
[JsonSerializable(typeof(SharingRequest))]
[JsonSerializable(typeof(SharingDelete))]
[JsonSerializable(typeof(Sharing))]
[JsonSerializable(typeof(ListSharingResponse))]
[JsonSerializable(typeof(ListDocumentsRequest))]
[JsonSerializable(typeof(ListLibrariesRequest))]
internal sealed partial class LibrariesJson : JsonSerializerContext;
