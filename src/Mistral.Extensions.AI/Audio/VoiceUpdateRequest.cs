using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A request that changes the properties of a voice, but not its recording (<c>VoiceUpdateRequest</c>).</summary>
/// <remarks>
/// A property that is null is not changed. To remove a value, send a JSON null through <see cref="AdditionalProperties"/>.
/// </remarks>
public sealed record VoiceUpdateRequest : IRequestBody
{
    /// <summary>The name of the voice (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

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

    /// <summary>The description of the voice (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, AudioJson.Default.VoiceUpdateRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(VoiceUpdateRequest request) => request switch
    {
        { AdditionalProperties: null or { Count: 0 } } when request with { AdditionalProperties = null } == new VoiceUpdateRequest() =>
            "The request changes nothing. Set at least one property.",
        { Name: { } name } when string.IsNullOrWhiteSpace(name) => "The name of the voice is empty. Set Name, or set it to null.",
        _ => null,
    };
}
