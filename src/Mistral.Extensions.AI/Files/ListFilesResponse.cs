using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Files;

/// <summary>One page of a list of files (<c>ListFilesResponse</c>).</summary>
public sealed record ListFilesResponse : IApiResponse, IPage<FileSchema>
{
    private readonly IReadOnlyList<FileSchema>? _data;

    /// <summary>The files (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<FileSchema> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>The object type (<c>object</c>): <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>
    /// The number of files on all pages (<c>total</c>); null if <see cref="ListFilesRequest.IncludeTotal"/> is false.
    /// </summary>
    [JsonPropertyName("total")]
    public long? Total { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _data is not null;
}
