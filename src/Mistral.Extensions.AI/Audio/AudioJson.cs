using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Source-generated JSON metadata of the types in the <c>Audio</c> folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AudioTranscriptionRequest))]
[JsonSerializable(typeof(TranscriptionResponse))]
[JsonSerializable(typeof(TranscriptionStreamEvent))]
[JsonSerializable(typeof(TranscriptionStreamDone))]
[JsonSerializable(typeof(TranscriptionStreamLanguage))]
[JsonSerializable(typeof(TranscriptionStreamSegmentDelta))]
[JsonSerializable(typeof(TranscriptionStreamTextDelta))]
[JsonSerializable(typeof(SpeechRequest))]
[JsonSerializable(typeof(SpeechResponse))]
[JsonSerializable(typeof(SpeechStreamEvent))]
[JsonSerializable(typeof(SpeechStreamAudioDelta))]
[JsonSerializable(typeof(SpeechStreamDone))]
[JsonSerializable(typeof(VoiceCreateRequest))]
[JsonSerializable(typeof(VoiceUpdateRequest))]
[JsonSerializable(typeof(VoiceResponse))]
[JsonSerializable(typeof(VoiceListResponse))]
[JsonSerializable(typeof(RealtimeTranscriptionSessionCreated))]
[JsonSerializable(typeof(RealtimeTranscriptionSessionUpdated))]
[JsonSerializable(typeof(RealtimeTranscriptionSessionUpdateMessage))]
[JsonSerializable(typeof(RealtimeTranscriptionInputAudioAppend))]
[JsonSerializable(typeof(RealtimeTranscriptionInputAudioMessage))]
[JsonSerializable(typeof(CreateRealtimeSessionRequest))]
[JsonSerializable(typeof(CreateRealtimeSessionResponse))]
[JsonSerializable(typeof(UnknownTranscriptionStreamEvent))]
[JsonSerializable(typeof(UnknownSpeechStreamEvent))]
[JsonSerializable(typeof(ListVoicesRequest))]
internal sealed partial class AudioJson : JsonSerializerContext;
