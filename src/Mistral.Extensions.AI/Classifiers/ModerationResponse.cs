using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>The response of <c>/v1/moderations</c> and <c>/v1/chat/moderations</c> (<c>ModerationResponse</c>).</summary>
public sealed record ModerationResponse : IApiResponse
{
    private readonly IReadOnlyList<ModerationObject>? _results;

    /// <summary>The ID of the response (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The model that moderated the input (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The results (<c>results</c>), one for each text or conversation, in the order of the input.</summary>
    [Content]
    [JsonPropertyName("results")]
    public IReadOnlyList<ModerationObject> Results
    {
        get => _results ?? [];
        // A null is not removed, because results are matched with the input by their position.
        init => _results = value is null ? null : [.. value.Select(static result => result ?? new())];
    }

    bool IApiResponse.HasContent => _results is not null;

    /// <summary>The token usage of the request (<c>usage</c>). The API returns it, although its OpenAPI file does not define it.</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
