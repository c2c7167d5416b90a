using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>An event of streamed speech (<c>SpeechStreamEvents</c>).</summary>
/// <remarks>
/// The bytes of all <see cref="SpeechStreamAudioDelta"/> events, one after the other, are the audio. The last event is a
/// <see cref="SpeechStreamDone"/>. An event that reports an error is thrown as a <see cref="MistralException"/>.
/// </remarks>
[JsonConverter(typeof(Converter))]
public abstract record SpeechStreamEvent : IResponseChunk
{
    private protected SpeechStreamEvent()
    {
    }

    /// <summary>The type of the event (<c>type</c>), for example <c>speech.audio.delta</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => this is not UnknownSpeechStreamEvent;

    bool IResponseChunk.ContinuesResponse => this is SpeechStreamDone or SpeechStreamAudioDelta { AudioData.Length: > 0 };

    internal sealed class Converter() : UnionConverter<SpeechStreamEvent, UnknownSpeechStreamEvent>(
        "type", value => value.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            SpeechStreamAudioDelta.TypeName => AudioJson.Default.SpeechStreamAudioDelta,
            SpeechStreamDone.TypeName => AudioJson.Default.SpeechStreamDone,
            _ => null,
        };
    }
}

/// <summary>The next bytes of the audio (<c>SpeechStreamAudioDelta</c>).</summary>
public sealed record SpeechStreamAudioDelta : SpeechStreamEvent
{
    internal const string TypeName = "speech.audio.delta";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The bytes (<c>audio_data</c>), decoded from base64. They can end in the middle of a frame or a sample.</summary>
    [Content]
    [JsonPropertyName("audio_data")]
    public ReadOnlyMemory<byte> AudioData { get; init; }
}

/// <summary>The last event (<c>SpeechStreamDone</c>).</summary>
public sealed record SpeechStreamDone : SpeechStreamEvent
{
    internal const string TypeName = "speech.audio.done";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The token usage (<c>usage</c>).</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }
}

/// <summary>An event of a type that this version of the library does not define.</summary>
/// <param name="Json">The event as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownSpeechStreamEvent(JsonElement Json) : SpeechStreamEvent, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownSpeechStreamEvent>(json => new(json));
}
