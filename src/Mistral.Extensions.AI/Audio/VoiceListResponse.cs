using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>One page of a list of voices (<c>VoiceListResponse</c>).</summary>
public sealed record VoiceListResponse : IApiResponse, IPage<VoiceResponse>
{
    private readonly IReadOnlyList<VoiceResponse>? _items;

    /// <summary>The voices (<c>items</c>).</summary>
    [Content]
    [JsonPropertyName("items")]
    public IReadOnlyList<VoiceResponse> Items
    {
        get => _items ?? [];
        init => _items = value;
    }

    /// <summary>The number of voices on all pages (<c>total</c>).</summary>
    [JsonPropertyName("total")]
    public int? Total { get; init; }

    /// <summary>The number of the page (<c>page</c>).</summary>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The maximum number of voices on a page (<c>page_size</c>).</summary>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The number of pages (<c>total_pages</c>).</summary>
    [JsonPropertyName("total_pages")]
    public int? TotalPages { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    IReadOnlyList<VoiceResponse> IPage<VoiceResponse>.Data => Items;

    long? IPage<VoiceResponse>.Total => Total;

    bool IApiResponse.HasContent => _items is not null;
}
