using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A request to <c>/v1/client/sessions</c> (<c>CreateRealtimeSessionRequest</c>).</summary>
public sealed record CreateRealtimeSessionRequest : IModelRequest
{
    /// <summary>The model with which the token can be used (<c>model</c>). Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The purpose of the session (<c>purpose</c>).</summary>
    /// <value>Default: <c>realtime</c>, the only purpose that Mistral documents.</value>
    [JsonPropertyName("purpose")]
    public string Purpose { get; init; } = "realtime";

    /// <summary>The number of seconds after which the token expires (<c>ttl_seconds</c>), 1 or more.</summary>
    /// <value>Default: the API's, about 900 seconds.</value>
    [JsonPropertyName("ttl_seconds")]
    public int? TtlSeconds { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, AudioJson.Default.CreateRealtimeSessionRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(CreateRealtimeSessionRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Model) =>
            "No model was specified. Set Model, for example to \"voxtral-mini-transcribe-realtime-2602\".",
        _ when string.IsNullOrWhiteSpace(request.Purpose) => "Purpose is empty. Set it to \"realtime\".",
        { TtlSeconds: < 1 } => $"TtlSeconds must be 1 or greater, but was {request.TtlSeconds}.",
        _ => null,
    };
}
