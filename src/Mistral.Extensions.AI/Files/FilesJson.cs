using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Files;

/// <summary>Source-generated JSON metadata of the types in the <c>Files</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ListFilesResponse))]
[JsonSerializable(typeof(DeleteFileResponse))]
[JsonSerializable(typeof(GetSignedUrlResponse))]
[JsonSerializable(typeof(ListFilesRequest))]
[JsonSerializable(typeof(UploadFileRequest))]
internal sealed partial class FilesJson : JsonSerializerContext;
