using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Audio;

/// <summary>
/// A request to <c>/v1/audio/transcriptions</c> (<c>AudioTranscriptionRequest</c> and <c>AudioTranscriptionRequestStream</c>). It has
/// exactly one of <see cref="File"/>, <see cref="FileUrl"/> and <see cref="FileId"/>.
/// </summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record AudioTranscriptionRequest : IFormRequest
{
    /// <summary>The model (<c>model</c>), for example <c>voxtral-mini-latest</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The audio file (<c>file</c>), from a path, a stream or bytes, of at most 500 MB. The API needs the extension in its name, for
    /// example <c>.mp3</c>.
    /// </summary>
    [JsonPropertyName("file")]
    [JsonConverter(typeof(FileDataConverter))]
    public FileData? File { get; init; }

    /// <summary>The URL of the audio (<c>file_url</c>), which the API can reach: https or http, at most 2,083 characters.</summary>
    [JsonPropertyName("file_url")]
    public string? FileUrl { get; init; }

    /// <summary>The ID of an uploaded file (<c>file_id</c>), with the purpose <c>audio</c>.</summary>
    [JsonPropertyName("file_id")]
    public string? FileId { get; init; }

    /// <summary>
    /// The language of the audio (<c>language</c>) as two letters, for example <c>en</c>, which makes the transcription more accurate.
    /// Cannot be combined with <see cref="TimestampGranularities"/>.
    /// </summary>
    /// <value>Default: the API detects the language.</value>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>The sampling temperature (<c>temperature</c>), 0 or more. Lower values are more deterministic.</summary>
    [JsonPropertyName("temperature")]
    public float? Temperature { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by <see cref="TranscriptionsApi.CompleteAsync"/> and
    /// <see cref="TranscriptionsApi.StreamAsync"/>.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>
    /// Whether to identify the speakers (<c>diarize</c>). The segments then have a <see cref="TranscriptionSegmentChunk.SpeakerId"/>: set
    /// <see cref="TimestampGranularities"/> to <c>segment</c> too, because the response has no segments without it.
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("diarize")]
    public bool? Diarize { get; init; }

    /// <summary>
    /// Names and terms that may occur in the audio (<c>context_bias</c>), at most 100, without spaces and commas. Write a term of several
    /// words with underscores.
    /// </summary>
    [JsonPropertyName("context_bias")]
    public IReadOnlyList<string>? ContextBias { get; init; }

    /// <summary>
    /// The granularities of the timestamps (<c>timestamp_granularities</c>): <c>segment</c> or <c>word</c>. Cannot be combined with
    /// <see cref="Language"/>.
    /// </summary>
    /// <value>Default: none, which returns no segments.</value>
    [JsonPropertyName("timestamp_granularities")]
    public IReadOnlyList<string>? TimestampGranularities { get; init; }

    /// <summary>
    /// Additional request fields that this type does not define. A string is sent without quotes, a list as a repeated field, and any
    /// other value as JSON.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Writes the request as JSON, for batch jobs.</summary>
    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, AudioJson.Default.AudioTranscriptionRequest);

    MultipartRequestContent IFormRequest.ToFormData() => new(
        [
            ("model", Model),
            ("file_url", FileUrl),
            ("file_id", FileId),
            ("language", Language),
            ("temperature", RequestParameter.Format(Temperature)),
            ("stream", RequestParameter.Format(Stream)),
            ("diarize", RequestParameter.Format(Diarize)),
            .. RequestParameter.Repeat("context_bias", ContextBias),
            .. RequestParameter.Repeat("timestamp_granularities", TimestampGranularities),
            .. AdditionalProperties?.SelectMany(property => RequestParameter.FromJson(property.Key, property.Value)) ?? [],
        ],
        File is null ? null : new("file", File.Name, File.MediaType, File.Source));
}
