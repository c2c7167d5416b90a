using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The responses are experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>Maps transcriptions to <see cref="SpeechToTextResponse"/> and its updates.</summary>
internal static class TranscriptionResponseMapping
{
    internal static SpeechToTextResponse ToSpeechToTextResponse(this TranscriptionResponse response) => new(ToContents(response))
    {
        ModelId = response.Model,
        StartTime = response.Segments?.Select(segment => ToTime(segment?.Start)).Min(),
        EndTime = response.Segments?.Select(segment => ToTime(segment?.End)).Max(),
        Usage = response.Usage?.ToUsageDetails(),
        AdditionalProperties = CreateProperties(("language", response.Language)),
        RawRepresentation = response,
    };

    /// <summary>Maps an event of a stream.</summary>
    /// <param name="streamEvent">The event.</param>
    /// <param name="hasText">Whether the stream has text up to this event. If it has none, the last event has the text.</param>
    internal static SpeechToTextResponseUpdate ToUpdate(this TranscriptionStreamEvent streamEvent, bool hasText)
    {
        var update = streamEvent switch
        {
            TranscriptionStreamLanguage language => new SpeechToTextResponseUpdate
            {
                Kind = SpeechToTextResponseUpdateKind.SessionOpen,
                AdditionalProperties = CreateProperties(("language", language.AudioLanguage)),
            },
            TranscriptionStreamTextDelta delta => new(delta.Text) { Kind = SpeechToTextResponseUpdateKind.TextUpdating },
            // Without the text, which the deltas have.
            TranscriptionStreamSegmentDelta segment => new()
            {
                Kind = SpeechToTextResponseUpdateKind.TextUpdated,
                StartTime = ToTime(segment.Start),
                EndTime = ToTime(segment.End),
                AdditionalProperties = CreateProperties(("speaker_id", segment.SpeakerId)),
            },
            TranscriptionStreamDone done => ToUpdate(done, hasText),
            _ => new(),
        };
        update.RawRepresentation = streamEvent;
        return update;
    }

    private static SpeechToTextResponseUpdate ToUpdate(TranscriptionStreamDone done, bool hasText)
    {
        var contents = new List<AIContent>();
        if (!hasText && done.Text is { Length: > 0 })
            contents.Add(new TextContent(done.Text));
        if (done.Usage is { } usage)
            contents.Add(new UsageContent(usage.ToUsageDetails()));
        return new(contents)
        {
            Kind = SpeechToTextResponseUpdateKind.SessionClose,
            ModelId = done.Model,
            AdditionalProperties = CreateProperties(("language", done.Language)),
        };
    }

    /// <summary>Creates a content for each segment. If the segments are not the whole text, there is one content with the text.</summary>
    private static List<AIContent> ToContents(TranscriptionResponse response) =>
        response.Segments is { Count: > 0 } segments && string.Concat(segments.Select(segment => segment?.Text)) == response.Text
            ? [.. segments.Where(segment => segment is not null).Select(ToContent)]
            : [new TextContent(response.Text)];

    private static AIContent ToContent(TranscriptionSegmentChunk segment) => new TextContent(segment.Text)
    {
        AdditionalProperties = CreateProperties(
            ("start_time", ToTime(segment.Start)), ("end_time", ToTime(segment.End)), ("speaker_id", segment.SpeakerId)),
        RawRepresentation = segment,
    };

    private static AdditionalPropertiesDictionary? CreateProperties(params (string Name, object? Value)[] properties)
    {
        AdditionalPropertiesDictionary? result = null;
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                (result ??= [])[name] = value;
        }

        return result;
    }

    // A time that is out of range, or not a number, does not make the response fail. It remains in the raw representation.
    private static TimeSpan? ToTime(double? seconds) =>
        seconds is { } value && Math.Abs(value) < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(value) : null;
}
