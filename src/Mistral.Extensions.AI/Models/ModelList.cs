using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>The models that are available to an API key (<c>ModelList</c>).</summary>
[JsonConverter(typeof(ModelListConverter))]
public sealed record ModelList : IApiResponse
{
    private readonly IReadOnlyList<ModelCard>? _data;

    /// <summary>The object type (<c>object</c>): <c>list</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The models (<c>data</c>).</summary>
    public IReadOnlyList<ModelCard> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    bool IApiResponse.HasContent => _data is not null;

    /// <summary>Additional properties returned by the API.</summary>
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
