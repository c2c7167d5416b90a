using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A request that creates a library (<c>CreateLibraryRequest</c>).</summary>
/// <remarks>A property that is null is not sent; the API then uses its default.</remarks>
public sealed record CreateLibraryRequest : IRequestBody
{
    private const int MinChunkSize = 256;
    private const int MaxChunkSize = 32_768;

    /// <summary>The name of the library (<c>name</c>). Required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the library (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>
    /// The number of characters of the chunks into which the text of documents is split (<c>chunk_size</c>), between 256 and 32,768.
    /// </summary>
    [JsonPropertyName("chunk_size")]
    public int? ChunkSize { get; init; }

    /// <summary>
    /// The owner (<c>owner_type</c>): <c>User</c> for a private library, which not every API key can create, or <c>Workspace</c> for a
    /// library that is shared with the workspace.
    /// </summary>
    /// <value>Default: <c>Workspace</c>.</value>
    [JsonPropertyName("owner_type")]
    public string? OwnerType { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, LibrariesJson.Default.CreateLibraryRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(CreateLibraryRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Name) => "The library has no name. Set Name.",
        { ChunkSize: < MinChunkSize or > MaxChunkSize } =>
            $"ChunkSize must be between {MinChunkSize} and {MaxChunkSize}, but was {request.ChunkSize}.",
        _ => null,
    };
}
