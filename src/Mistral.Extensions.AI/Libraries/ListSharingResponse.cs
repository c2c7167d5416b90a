using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The accesses to a library (<c>ListSharingResponse</c>).</summary>
public sealed record ListSharingResponse : IApiResponse
{
    private readonly IReadOnlyList<Sharing>? _data;

    /// <summary>The accesses (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<Sharing> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _data is not null;
}
