using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>
/// Maps the updates of one stream, of any provider, to chunks. The role is in the first chunk; the finish reason, the pending calls and the
/// usage of all updates are in the last one.
/// </summary>
internal sealed class CompletionChunkWriter(string? defaultModelId, bool includeExecutedCalls)
{
    private readonly DeltaWriter _deltas = new(includeExecutedCalls);
    private UsageDetails? _usage;
    private UsageInfo? _rawUsage;
    private ResponseProperties _properties;
    private ChatFinishReason? _finishReason;
    private string? _id;
    private string? _model;
    private long? _created;
    private int? _choiceIndex;
    private bool _started;

    // The chunk of an update with a finish reason is buffered: it is the last one, unless the pipeline sends another request.
    private CompletionChunk? _held;

    /// <summary>Maps an update. Its chunk is returned immediately, unless it may be the last one.</summary>
    internal IEnumerable<CompletionChunk> Write(ChatResponseUpdate update)
    {
        ReadProperties(update);
        var chunks = CreateChunks(update);
        if (chunks.Count == 0)
            yield break;

        if (_held is { } held)
            yield return held;
        _held = update.FinishReason is null ? null : chunks[chunks.Count - 1];
        for (var i = 0; i < chunks.Count - (_held is null ? 0 : 1); i++)
            yield return chunks[i];
    }

    /// <summary>Creates the last chunk. A buffered chunk that cannot be the last one is returned before it.</summary>
    internal IEnumerable<CompletionChunk> Complete()
    {
        // Pending calls do not belong to a message with a result.
        if (_held is { } held && held.Choices![0].Delta is { ToolCallId: not null })
        {
            yield return held;
            _held = null;
        }

        yield return ToLastChunk(_held ?? CreateChunk(new(), raw: null));
    }

    private CompletionChunk ToLastChunk(CompletionChunk chunk)
    {
        var calls = _deltas.PendingCalls;
        var choice = chunk.Choices![0];
        var last = choice with
        {
            Delta = choice.Delta! with { ToolCalls = ToolCallWriter.ToToolCalls(calls) ?? choice.Delta.ToolCalls },
            FinishReason = FinishReasonText.From(
                _finishReason, _properties.FinishReason, calls.Count > 0, _deltas.HasExecutedCalls, _deltas.HasError),
        };
        return chunk with
        {
            Choices = [last, .. chunk.Choices.Skip(1)],
            Usage = UsageInfoMapping.ToUsageInfo(_usage, _rawUsage, _properties.ServiceTier),
        };
    }

    private void ReadProperties(ChatResponseUpdate update)
    {
        // The ID, the time and the model are the same in all chunks, even if a pipeline combines several responses.
        _id ??= CompletionFields.GetId(update.ResponseId);
        _created ??= CompletionFields.GetCreated(update.CreatedAt, (update.RawRepresentation as CompletionChunk)?.Created);
        _model ??= update.ModelId;
        _finishReason = update.FinishReason ?? _finishReason;
        _properties = _properties.With(update.AdditionalProperties);
        foreach (var content in update.Contents.OfType<UsageContent>())
        {
            (_usage ??= new()).Add(content.Details);
            _rawUsage = content.RawRepresentation as UsageInfo;
        }
    }

    private List<CompletionChunk> CreateChunks(ChatResponseUpdate update)
    {
        var raw = update.RawRepresentation as CompletionChunk;
        var deltas = _deltas.Write(update.Contents);
        // A chunk without content is returned if it is the first one, or may be the last one.
        if (deltas.Count == 0 && (!_started || HasOtherFields(raw) || (update.FinishReason is not null && _held is null)))
            deltas.Add(new());
        return [.. deltas.Select((delta, i) => CreateChunk(delta, i == 0 ? raw : null))];
    }

    private CompletionChunk CreateChunk(DeltaMessage delta, CompletionChunk? raw)
    {
        _started = true;
        var rawChoice = FindChoice(raw);
        var choice = rawChoice ?? new() { Index = _choiceIndex ?? 0 };
        return (raw ?? new()) with
        {
            Id = _id ??= CompletionFields.GetId(null),
            Object = raw?.Object ?? "chat.completion.chunk",
            Created = _created ??= CompletionFields.GetCreated(null, null),
            Model = CompletionFields.GetModel(_model, defaultModelId),
            Choices =
            [
                choice with { Delta = _deltas.AddRole(AddRawFields(delta, rawChoice?.Delta)), FinishReason = null },
                .. (raw?.Choices ?? []).Where(other => other is not null && !ReferenceEquals(other, rawChoice)),
            ],
            Usage = null,
        };
    }

    private static DeltaMessage AddRawFields(DeltaMessage delta, DeltaMessage? raw) => delta with
    {
        Content = delta.Content ?? CompletionFields.GetEmptyContent(raw?.Content, raw is not null || delta.ToolCalls is not null),
        Index = raw?.Index,
        Metadata = raw?.Metadata,
        AdditionalProperties = ReasoningFields.Remove(raw?.AdditionalProperties),
    };

    // The choice that the chat client of this library reads.
    private CompletionResponseStreamChoice? FindChoice(CompletionChunk? raw)
    {
        var choice = ResponseFields.FindChoice(raw?.Choices, static choice => choice.Index, _choiceIndex);
        _choiceIndex ??= choice?.Index;
        return choice;
    }

    /// <summary>Whether a chunk has fields that have no typed content.</summary>
    private bool HasOtherFields(CompletionChunk? raw) => raw is not null
        && (raw.AdditionalProperties is not null
            || (raw.OnlyText is null && raw.Choices?.Any(choice => choice is not null && HasOtherFields(choice)) is true));

    private bool HasOtherFields(CompletionResponseStreamChoice choice) =>
        choice.Index != (_choiceIndex ?? choice.Index)
        || choice.Logprobs is { ValueKind: not JsonValueKind.Null }
        || choice.AdditionalProperties is not null
        || choice.Delta?.Metadata is not null
        || ReasoningFields.Remove(choice.Delta?.AdditionalProperties) is not null;
}
