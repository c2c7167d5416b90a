using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A request that creates a voice from a recording (<c>VoiceCreateRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record VoiceCreateRequest : IRequestBody
{
    internal const int MaxDescriptionLength = 500;

    /// <summary>The name of the voice (<c>name</c>). Required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// The recording of the voice (<c>sample_audio</c>), for example an MP3 or WAV file of 3 to 25 seconds with one speaker. Required. It
    /// is read and encoded as base64 while the request is sent.
    /// </summary>
    [JsonConverter(typeof(Base64FileConverter))]
    [JsonPropertyName("sample_audio")]
    public FileData? SampleAudio { get; init; }

    /// <summary>The file name of the recording (<c>sample_filename</c>), whose extension tells the API the format.</summary>
    /// <value>Default: the name of <see cref="SampleAudio"/>.</value>
    [JsonPropertyName("sample_filename")]
    public string? SampleFilename { get; init; }

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

    /// <summary>The description of the voice (<c>description</c>), at most 500 characters.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The retention notice of the voice (<c>retention_notice</c>).</summary>
    /// <value>Default: 30.</value>
    [JsonPropertyName("retention_notice")]
    public int? RetentionNotice { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(
        writer, this with { SampleFilename = SampleFilename ?? SampleAudio?.Name }, AudioJson.Default.VoiceCreateRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(VoiceCreateRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Name) => "The voice has no name. Set Name.",
        { SampleAudio: null } => "No recording was specified. Set SampleAudio; FileData creates it from a path, a stream or bytes.",
        { Description.Length: > MaxDescriptionLength } =>
            $"Description must have at most {MaxDescriptionLength} characters, but has {request.Description.Length}.",
        _ => SpeechRequestValidator.ValidateSample(request.SampleAudio),
    };
}
