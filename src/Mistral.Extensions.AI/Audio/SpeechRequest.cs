using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A request to <c>/v1/audio/speech</c> (<c>SpeechRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record SpeechRequest : IModelRequest
{
    /// <summary>The model (<c>model</c>), for example <c>voxtral-mini-tts-2603</c>.</summary>
    /// <value>Default: the API chooses the model.</value>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The text to speak (<c>input</c>). Required. The API recommends at most 300 words.</summary>
    [JsonPropertyName("input")]
    public string? Input { get; init; }

    /// <summary>
    /// The ID or the slug of a voice (<c>voice_id</c>): a preset, for example <c>en_paul_neutral</c>, or one that
    /// <see cref="VoicesApi.CreateAsync"/> created. Either this or <see cref="RefAudio"/> is required.
    /// </summary>
    [JsonPropertyName("voice_id")]
    public string? VoiceId { get; init; }

    /// <summary>
    /// A recording of the voice to imitate (<c>ref_audio</c>): one speaker, 3 to 25 seconds, without noise. It is read and encoded as
    /// base64 while the request is sent. Either this or <see cref="VoiceId"/> is required.
    /// </summary>
    [JsonConverter(typeof(Base64FileConverter))]
    [JsonPropertyName("ref_audio")]
    public FileData? RefAudio { get; init; }

    /// <summary>
    /// The format of the audio (<c>response_format</c>): <c>mp3</c>, <c>wav</c>, <c>flac</c>, <c>opus</c>, or <c>pcm</c>: samples of 32-bit
    /// floating-point numbers, little-endian, without a header.
    /// </summary>
    /// <value>Default: <c>mp3</c>.</value>
    [JsonPropertyName("response_format")]
    public string? ResponseFormat { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by <see cref="SpeechApi.CompleteAsync"/> and
    /// <see cref="SpeechApi.StreamAsync"/>.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>Custom keys and values of the request (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Requests with the same key share the prompt cache (<c>prompt_cache_key</c>).</summary>
    [JsonPropertyName("prompt_cache_key")]
    public string? PromptCacheKey { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, AudioJson.Default.SpeechRequest);
}
