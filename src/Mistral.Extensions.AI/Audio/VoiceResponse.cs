using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A voice without its recording (<c>VoiceResponse</c>).</summary>
public sealed record VoiceResponse : IApiResponse
{
    /// <summary>The ID of the voice (<c>id</c>), for <see cref="SpeechRequest.VoiceId"/>.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the voice (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The identifier of the voice for URLs (<c>slug</c>).</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>The languages of the voice (<c>languages</c>), for example <c>en</c>.</summary>
    [JsonPropertyName("languages")]
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The gender of the voice (<c>gender</c>), for example <c>female</c>.</summary>
    [JsonPropertyName("gender")]
    public string? Gender { get; init; }

    /// <summary>The approximate age of the speaker in years (<c>age</c>).</summary>
    [JsonPropertyName("age")]
    public int? Age { get; init; }

    /// <summary>The tags of the voice (<c>tags</c>).</summary>
    [JsonPropertyName("tags")]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The color of the voice in user interfaces (<c>color</c>).</summary>
    [JsonPropertyName("color")]
    public string? Color { get; init; }

    /// <summary>The description of the voice (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The retention notice of the voice (<c>retention_notice</c>).</summary>
    [JsonPropertyName("retention_notice")]
    public int? RetentionNotice { get; init; }

    /// <summary>The time when the voice was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The ID of the user who created the voice (<c>user_id</c>); null for a preset voice.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    /// <summary>
    /// The length in seconds to which the API cut the recording (<c>trimmed_seconds</c>); null if it was not cut.
    /// </summary>
    [JsonPropertyName("trimmed_seconds")]
    public double? TrimmedSeconds { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
