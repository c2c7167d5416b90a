using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Audio;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio.Realtime;

/// <summary>A session of realtime transcription: the events that follow each message of the client.</summary>
/// <param name="requestId">The ID of the session.</param>
/// <param name="model">The name of the model as the request specifies it.</param>
internal sealed class RealtimeSession(string requestId, string model)
{
    /// <summary>The maximum size of the audio of a message: https://github.com/mistralai/client-ts.</summary>
    private const int MaxAudioLength = 262_144;

    private const int DefaultSampleRate = 16_000;

    private SampleEncoding _encoding = SampleEncoding.Int16;
    private int _sampleRate = DefaultSampleRate;
    private int? _delayMilliseconds;
    private RealtimeTranscript? _transcript;
    private RealtimeEvents? _events;

    /// <summary>Whether the last event was sent.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Creates the first event.</summary>
    public JsonObject CreateFirstEvent() => CreateSessionEvent("session.created");

    /// <summary>Reads a message, and creates the events that follow it.</summary>
    /// <exception cref="RealtimeException">The message is not valid, or it is not allowed now.</exception>
    public IEnumerable<JsonObject> Handle(JsonElement message) => message.FindString("type") switch
    {
        "session.update" => Update(message.GetProperty("session")),
        "input_audio.append" => Append(message.FindString("audio")!),
        "input_audio.flush" => Events.CreateTextEvents(Transcript.TakeAll()),
        _ => End(),
    };

    private RealtimeTranscript Transcript =>
        _transcript ??= new RealtimeTranscript(_encoding, _sampleRate, TimeSpan.FromMilliseconds(_delayMilliseconds ?? 0));

    private RealtimeEvents Events => _events ??= new RealtimeEvents(model, Transcript);

    private IEnumerable<JsonObject> Update(JsonElement update)
    {
        var format = update.Find("audio_format");
        var delay = update.FindNumber("target_streaming_delay_ms");
        if (format is null && delay is null)
            throw new RealtimeException("At least one field of the session must be specified", RealtimeException.InvalidMessage);
        if (_transcript is not null)
            throw new RealtimeException("The session cannot be updated after audio has been sent", RealtimeException.InvalidOrder);
        if (format is { } value)
        {
            _encoding = SampleEncoding.All.First(encoding => encoding.Name == value.FindString("encoding"));
            _sampleRate = (int)value.FindNumber("sample_rate")!;
        }
        _delayMilliseconds = (int?)delay ?? _delayMilliseconds;
        return [CreateSessionEvent("session.updated")];
    }

    private IEnumerable<JsonObject> Append(string base64)
    {
        var audio = new byte[base64.Length / 4 * 3];
        if (!Convert.TryFromBase64String(base64, audio, out var length))
            throw new RealtimeException("Audio must be base64", RealtimeException.InvalidAudio);
        if (length > MaxAudioLength)
            throw new RealtimeException(
                $"Audio of a message must have at most {MaxAudioLength} bytes, but had {length}", RealtimeException.InvalidAudio);
        Transcript.Append(audio[..length]);
        return Events.CreateTextEvents(Transcript.TakeWords());
    }

    private IEnumerable<JsonObject> End()
    {
        IsDone = true;
        return [.. Events.CreateTextEvents(Transcript.TakeEnd()), .. Events.CreateLastEvents()];
    }

    private JsonObject CreateSessionEvent(string type) => new()
    {
        ["type"] = type,
        ["session"] = new JsonObject
        {
            ["request_id"] = requestId,
            ["model"] = model,
            ["audio_format"] = new JsonObject { ["encoding"] = _encoding.Name, ["sample_rate"] = _sampleRate },
            ["target_streaming_delay_ms"] = _delayMilliseconds,
        },
    };
}
