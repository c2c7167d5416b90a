using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>One page of a list of libraries (<c>ListLibrariesResponse</c>).</summary>
public sealed record ListLibrariesResponse : IApiResponse, ITokenPage<Library>
{
    private readonly IReadOnlyList<Library>? _data;

    /// <summary>The libraries (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<Library> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>
    /// The value of <see cref="ListLibrariesRequest.PageToken"/> for the next page (<c>next_page_token</c>); null on the last page.
    /// </summary>
    [JsonPropertyName("next_page_token")]
    public string? NextPageToken { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    IReadOnlyList<Library> ITokenPage<Library>.Items => Data;

    string? ITokenPage<Library>.NextToken => NextPageToken;

    bool IApiResponse.HasContent => _data is not null;
}
