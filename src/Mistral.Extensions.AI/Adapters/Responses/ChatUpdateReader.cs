using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps the chunks of one streamed response to updates.</summary>
internal sealed class ChatUpdateReader(MessageReader messages, int choiceCount)
{
    private ChatResponseUpdate? _lastUpdate;
    private UsageInfo? _usage;

    // The index of the choice that is read: of one choice, the first index that the server sends.
    private int? _choiceIndex = choiceCount > 1 ? 0 : null;
    private string? _reason;
    private ChatFinishReason? _finishReason;
    private bool _usageAdded;
    private bool _finished;

    /// <summary>Maps the chunks of a stream.</summary>
    internal static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        IAsyncEnumerable<CompletionChunk> chunks,
        Func<ChatUpdateReader> createReader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Each enumeration is a new stream, so it needs a reader with new state.
        var reader = createReader();
        await foreach (var chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return reader.Read(chunk);

        foreach (var update in reader.Complete())
            yield return update;
    }

    /// <summary>Maps a chunk.</summary>
    internal ChatResponseUpdate Read(CompletionChunk chunk)
    {
        var update = CreateUpdate(chunk);

        // Nearly every chunk has only text. A list of one content takes less memory than the default list.
        if (chunk.OnlyText is { Length: > 0 } text && !_finished && messages.ReadsTextUnchanged && (_choiceIndex ??= 0) == 0)
        {
            update.Contents = new List<AIContent>(1) { new TextContent(text) };
            return _lastUpdate = update;
        }

        var choice = ResponseFields.FindChoice(chunk.Choices, static choice => choice.Index, _choiceIndex);
        _choiceIndex ??= choice?.Index;
        if (choice?.Delta is { } delta)
            messages.Read(delta, update.Contents, isComplete: false);
        if (choice?.FinishReason is { Length: > 0 } reason)
            Finish(update, reason);

        // Final usage comes with the last chunk or after it. Counts of earlier chunks are intermediate and are replaced.
        if (ResponseFields.HasCounts(chunk.Usage))
            _usage = chunk.Usage;
        if (_finished)
            AddUsage(update);
        return _lastUpdate = update;
    }

    /// <summary>Creates the updates at the end of a stream: contents that are still pending, and properties of the response.</summary>
    internal IEnumerable<ChatResponseUpdate> Complete()
    {
        var update = CreateLastUpdate();
        update.Role = ChatRole.Assistant;
        update.MessageId = _lastUpdate?.MessageId;
        if (!_finished)
            Finish(update, null);
        else
            messages.Flush(update.Contents);
        AddUsage(update);
        if (update.Contents.Count > 0)
            yield return update;

        if (FinishReasonMapping.ToProperties(_reason, _finishReason) is { } properties)
        {
            // ToChatResponse adds the properties of an update to the response, not to a message, if it has no role and no message ID.
            var responseUpdate = CreateLastUpdate();
            responseUpdate.FinishReason = _finishReason;
            responseUpdate.AdditionalProperties = properties;
            yield return responseUpdate;
        }
    }

    private static ChatResponseUpdate CreateUpdate(CompletionChunk chunk) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = chunk.Id,
        // The API has no message IDs; a response is one message.
        MessageId = chunk.Id,
        ModelId = chunk.Model,
        CreatedAt = ResponseFields.ToCreatedAt(chunk.Created),
        RawRepresentation = chunk,
    };

    private ChatResponseUpdate CreateLastUpdate() => new()
    {
        ResponseId = _lastUpdate?.ResponseId,
        ModelId = _lastUpdate?.ModelId,
        CreatedAt = _lastUpdate?.CreatedAt,
    };

    private void Finish(ChatResponseUpdate update, string? reason)
    {
        _finished = true;
        messages.Flush(update.Contents);
        update.FinishReason = _finishReason = FinishReasonMapping.ToChatFinishReason(reason, messages.HasCalls);
        if (FinishReasonMapping.ToProperties(reason, _finishReason) is { } properties)
            (_reason, update.AdditionalProperties) = (reason, properties);
        FinishReasonMapping.AddErrorTo(update.Contents, reason);
    }

    private void AddUsage(ChatResponseUpdate update)
    {
        // At most one UsageContent per response: ToChatResponse adds up all it finds.
        if (_usageAdded || _usage is not { } usage)
            return;

        _usageAdded = true;
        update.Contents.Add(new UsageContent(usage.ToUsageDetails()) { RawRepresentation = usage });
        update.AdditionalProperties = update.AdditionalProperties.WithServiceTier(usage);
    }
}
