using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>
/// The schemas of realtime transcription and of client sessions, which are not in the OpenAPI description. They match the types in
/// Mistral's SDKs: https://github.com/mistralai/client-ts (src/extra/realtime).
/// </summary>
internal static class RealtimeSchemas
{
    /// <summary>The lowest sample rate that the examples of Mistral's SDKs use.</summary>
    private const int MinSampleRate = 8_000;

    /// <summary>The highest sample rate that the examples of Mistral's SDKs use.</summary>
    private const int MaxSampleRate = 48_000;

    /// <summary>The longest lifetime of a token: a day.</summary>
    private const int MaxTokenSeconds = 86_400;

    private static readonly ValueSchema AudioFormat = new ObjectSchema("AudioFormat",
        Required("encoding", EnumOf([.. SampleEncoding.All.Select(encoding => encoding.Name)])),
        Required("sample_rate", Integer(MinSampleRate, MaxSampleRate)));

    /// <summary>The schema of the messages of the client.</summary>
    public static readonly ValueSchema Message = new TaggedUnionSchema("RealtimeTranscriptionMessage", "type",
        ("session.update", Create("RealtimeTranscriptionSessionUpdateMessage", Required("session",
            new ObjectSchema("RealtimeTranscriptionSessionUpdatePayload",
                Optional("audio_format", AudioFormat.OrNull),
                Optional("target_streaming_delay_ms", Integer(0).OrNull))))),
        ("input_audio.append", Create("RealtimeTranscriptionInputAudioAppend", Required("audio", StringValue))),
        ("input_audio.flush", Create("RealtimeTranscriptionInputAudioFlush")),
        ("input_audio.end", Create("RealtimeTranscriptionInputAudioEnd")));

    /// <summary>The schema of the query.</summary>
    public static readonly ValueSchema Query = ObjectSchema.AllowingUnknownFields("RealtimeTranscription", Required("model", StringValue));

    /// <summary>The schema of a request for a client session.</summary>
    public static readonly ValueSchema ClientSession = new ObjectSchema("CreateRealtimeSessionRequest",
        Required("purpose", Const("realtime")),
        Required("model", StringValue),
        Optional("ttl_seconds", Integer(1, MaxTokenSeconds).OrNull));

    private static ObjectSchema Create(string name, params Field[] fields) =>
        new(name, [Required("type", StringValue), .. fields]);
}
