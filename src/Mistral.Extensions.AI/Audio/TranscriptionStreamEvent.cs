using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>
/// An event of a streamed transcription (<c>TranscriptionStreamEvents</c>), or of a realtime transcription, which has the events
/// <see cref="RealtimeTranscriptionSessionCreated"/> and <see cref="RealtimeTranscriptionSessionUpdated"/> too.
/// </summary>
/// <remarks>
/// The texts of the <see cref="TranscriptionStreamTextDelta"/> events are the transcription. A
/// <see cref="TranscriptionStreamSegmentDelta"/> has the time of a text that may have been streamed already. The last event is a
/// <see cref="TranscriptionStreamDone"/>. An event that reports an error is thrown as a <see cref="MistralException"/>.
/// </remarks>
[JsonConverter(typeof(Converter))]
public abstract record TranscriptionStreamEvent : IResponseChunk
{
    private protected TranscriptionStreamEvent()
    {
    }

    /// <summary>The type of the event (<c>type</c>), for example <c>transcription.text.delta</c>.</summary>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public abstract string? Type { get; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => this is not UnknownTranscriptionStreamEvent;

    bool IResponseChunk.ContinuesResponse =>
        this is not (UnknownTranscriptionStreamEvent or TranscriptionStreamTextDelta { Text: null or "" });

    internal sealed class Converter() : UnionConverter<TranscriptionStreamEvent, UnknownTranscriptionStreamEvent>(
        "type", value => value.Type, json => new(json))
    {
        protected override JsonTypeInfo? GetTypeInfo(string? value) => value switch
        {
            TranscriptionStreamLanguage.TypeName => AudioJson.Default.TranscriptionStreamLanguage,
            TranscriptionStreamTextDelta.TypeName => AudioJson.Default.TranscriptionStreamTextDelta,
            TranscriptionStreamSegmentDelta.TypeName => AudioJson.Default.TranscriptionStreamSegmentDelta,
            TranscriptionStreamDone.TypeName => AudioJson.Default.TranscriptionStreamDone,
            RealtimeTranscriptionSessionCreated.TypeName => AudioJson.Default.RealtimeTranscriptionSessionCreated,
            RealtimeTranscriptionSessionUpdated.TypeName => AudioJson.Default.RealtimeTranscriptionSessionUpdated,
            _ => null,
        };
    }
}

/// <summary>An event of a type that this version of the library does not define.</summary>
/// <param name="Json">The event as JSON.</param>
[JsonConverter(typeof(UnknownConverter))]
public sealed record UnknownTranscriptionStreamEvent(JsonElement Json) : TranscriptionStreamEvent, IUnknownVariant
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Type => Discriminator.Of(Json, "type");

    internal sealed class UnknownConverter() : UnknownVariantConverter<UnknownTranscriptionStreamEvent>(json => new(json));
}
