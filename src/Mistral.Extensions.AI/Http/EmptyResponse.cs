using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Http;

/// <summary>The response of an operation whose response usually has no body, for example a deletion.</summary>
internal sealed record EmptyResponse : IApiResponse
{
    internal static readonly OptionalBodyReader<EmptyResponse> Reader = new(HttpJson.Default.EmptyResponse, new() { HasNoBody = true });

    /// <summary>The ID of the object, if the response has a body.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the response has no body.</summary>
    [JsonIgnore]
    public bool HasNoBody { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => HasNoBody || Id is not null;
}
