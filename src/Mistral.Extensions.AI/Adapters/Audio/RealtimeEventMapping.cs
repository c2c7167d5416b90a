using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The messages are experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>Maps the events of a realtime transcription to <see cref="RealtimeServerMessage"/>.</summary>
internal static class RealtimeEventMapping
{
    internal static RealtimeServerMessage ToRealtimeServerMessage(this TranscriptionStreamEvent streamEvent) => streamEvent switch
    {
        TranscriptionStreamTextDelta delta =>
            new InputAudioTranscriptionRealtimeServerMessage(RealtimeServerMessageType.InputAudioTranscriptionDelta)
            {
                Transcription = delta.Text,
                RawRepresentation = delta,
            },
        TranscriptionStreamDone done =>
            new InputAudioTranscriptionRealtimeServerMessage(RealtimeServerMessageType.InputAudioTranscriptionCompleted)
            {
                Transcription = done.Text,
                Usage = done.Usage?.ToUsageDetails(),
                RawRepresentation = done,
            },
        _ => new RealtimeServerMessage { Type = RealtimeServerMessageType.RawContentOnly, RawRepresentation = streamEvent },
    };

    internal static ErrorRealtimeServerMessage ToErrorMessage(this MistralException exception) => new()
    {
        Error = new(exception.Message) { ErrorCode = exception.Code, Details = exception.ErrorType },
        RawRepresentation = exception,
    };
}
