using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The filter and the page of a list of voices (the query of <c>GET /v1/audio/voices</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListVoicesRequest
{
    private const int MaxLimit = 100;

    /// <summary>The maximum number of voices on a page (<c>limit</c>), between 1 and 100.</summary>
    /// <value>Default: 10.</value>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>
    /// The number of voices to skip (<c>offset</c>), 0 or more. <see cref="VoicesApi.ListAsync"/> starts after them.
    /// </summary>
    /// <value>Default: 0.</value>
    [JsonPropertyName("offset")]
    public int? Offset { get; init; }

    /// <summary>The kind of the voices (<c>type</c>): <c>all</c>, <c>custom</c> or <c>preset</c>.</summary>
    /// <value>Default: <c>all</c>.</value>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListVoicesRequest request) => request switch
    {
        { Limit: < 1 or > MaxLimit } => $"Limit must be between 1 and {MaxLimit}, but was {request.Limit}.",
        { Offset: < 0 } => $"Offset must be 0 or greater, but was {request.Offset}.",
        _ => null,
    };

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("limit", RequestParameter.Format(Limit)),
        ("offset", RequestParameter.Format(Offset)),
        ("type", Type),
    ];
}
