using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A session of a client that has no API key, for example a browser (<c>CreateRealtimeSessionResponse</c>).</summary>
public sealed record CreateRealtimeSessionResponse : IApiResponse
{
    /// <summary>The type of the object (<c>object</c>): <c>client.session</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The purpose of the session (<c>purpose</c>): <c>realtime</c>.</summary>
    [JsonPropertyName("purpose")]
    public string? Purpose { get; init; }

    /// <summary>The time when the session expires (<c>expires_at</c>).</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The token of the client (<c>client_secret</c>).</summary>
    [Content]
    [JsonPropertyName("client_secret")]
    public ClientSecret? ClientSecret { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => ClientSecret?.Value is not null;
}

/// <summary>The token of a client session (<c>ClientSecret</c>).</summary>
public sealed record ClientSecret
{
    /// <summary>The token (<c>value</c>), for example <c>rt_...</c>. Do not log it.</summary>
    [Content]
    [JsonPropertyName("value")]
    public string? Value { get; init; }

    /// <summary>The time when the token expires (<c>expires_at</c>).</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the time when the token expires, but not the token.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{nameof(ClientSecret)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O} }}";
}
