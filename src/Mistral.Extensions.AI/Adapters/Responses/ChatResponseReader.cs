using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Maps one response of the API, complete or streamed, to Microsoft.Extensions.AI types. Both cases share the same code, so that the
/// updates of a stream combine to what the complete response would have been.
/// </summary>
internal sealed class ChatResponseReader(ChatOptions? options, PrefixStripper? prefixStripper, int choiceCount)
{
    // 9999-12-31T23:59:59Z, the maximum that DateTimeOffset.FromUnixTimeSeconds accepts.
    private const long MaxUnixSeconds = 253402300799;

    private const string FinishReasonKey = "finish_reason";

    private readonly ToolCallAccumulator _toolCalls = new();
    private readonly HostedToolResults _hostedResults = new();
    private readonly bool _hideReasoning = options?.Reasoning?.Output is ReasoningOutput.None;
    private ChatResponseUpdate? _lastUpdate;
    private UsageInfo? _usage;

    // The index of the choice that is read from a stream: of one choice, the first index that the server sends.
    private int? _choiceIndex = choiceCount > 1 ? 0 : null;
    private ChatFinishReason? _finishReason;

    // The finish reason of the API if it differs from the one of the response.
    private string? _unmappedFinishReason;
    private bool _usageAdded;
    private bool _finished;

    /// <summary>Maps a complete response.</summary>
    internal ChatResponse Read(ChatCompletionResponse response)
    {
        var update = CreateUpdate(response.Id, response.Model, response.Created, response);
        var choice = FindChoice(response.Choices, choice => choice.Index, index: null);
        foreach (var message in choice?.Messages ?? [])
            ReadMessage(message ?? new(), update.Contents, _toolCalls.AddComplete);
        if (choice is { Message: { } single, Messages: not { Count: > 0 } })
            ReadMessage(new() { Content = single.Content, ToolCalls = single.ToolCalls }, update.Contents, _toolCalls.AddComplete);
        Finish(update, choice?.FinishReason);
        if (HasCounts(response.Usage))
            _usage = response.Usage;
        AddUsage(update);

        var result = new[] { update }.ToChatResponse();
        result.RawRepresentation = response;
        result.AdditionalProperties = CreateResponseProperties();
        return result;
    }

    /// <summary>Maps a chunk of a streamed response.</summary>
    internal ChatResponseUpdate Read(CompletionChunk chunk)
    {
        var update = CreateUpdate(chunk.Id, chunk.Model, chunk.Created, chunk);

        // Fast path: nearly every chunk of a stream has only text. A list of one content takes less memory than the default list.
        if (chunk.OnlyText is { Length: > 0 } text && prefixStripper is null && !_hostedResults.HasPending && !_finished
            && (_choiceIndex ??= 0) == 0)
        {
            update.Contents = new List<AIContent>(1) { new TextContent(text) };
            return _lastUpdate = update;
        }

        var choice = FindChoice(chunk.Choices, choice => choice.Index, _choiceIndex);
        _choiceIndex ??= choice?.Index;
        if (choice?.Delta is { } delta)
            ReadMessage(delta, update.Contents, _toolCalls.AddDeltas);
        if (choice?.FinishReason is { Length: > 0 } reason)
            Finish(update, reason);

        // Final usage comes with the last chunk or after it. Counts of earlier chunks are intermediate and are replaced.
        if (HasCounts(chunk.Usage))
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
            FlushPending(update.Contents);
        AddUsage(update);
        if (update.Contents.Count > 0)
            yield return update;

        if (CreateResponseProperties() is { } properties)
        {
            // ToChatResponse adds the properties of an update to the response, not to a message, if it has no role and no message ID.
            var responseUpdate = CreateLastUpdate();
            responseUpdate.FinishReason = _finishReason;
            responseUpdate.AdditionalProperties = properties;
            yield return responseUpdate;
        }
    }

    private ChatResponseUpdate CreateLastUpdate() => new()
    {
        ResponseId = _lastUpdate?.ResponseId,
        ModelId = _lastUpdate?.ModelId,
        CreatedAt = _lastUpdate?.CreatedAt,
    };

    private AdditionalPropertiesDictionary? CreateResponseProperties() =>
        _unmappedFinishReason is null ? null : new() { [FinishReasonKey] = _unmappedFinishReason };

    private static ChatResponseUpdate CreateUpdate(string? id, string? model, long? created, object raw) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = id,
        // The API has no message IDs; a response is one message.
        MessageId = id,
        ModelId = model,
        // OpenAI-compatible servers may use another unit, such as milliseconds; the rest of the response is still valid.
        CreatedAt = created is { } seconds and >= 0 and <= MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        RawRepresentation = raw,
    };

    // Only one choice is mapped: further choices are alternatives, but in a ChatResponse they would be read as consecutive messages of the
    // conversation. They remain available in RawRepresentation.
    private static TChoice? FindChoice<TChoice>(IReadOnlyList<TChoice>? choices, Func<TChoice, int> getIndex, int? index)
        where TChoice : class
    {
        TChoice? first = null;
        for (var i = 0; i < choices?.Count; i++)
        {
            if (choices[i] is { } choice && (index is null || getIndex(choice) == index)
                && (first is null || getIndex(choice) < getIndex(first)))
            {
                first = choice;
            }
        }

        return first;
    }

    private void ReadMessage(DeltaMessage message, IList<AIContent> contents, Action<IReadOnlyList<ToolCall>> addToolCalls)
    {
        if (_hostedResults.Accepts(message))
        {
            _hostedResults.Add(message);
            return;
        }

        // An empty delta does not end a tool result: the next delta may continue it.
        if (message is { Content: null or { IsEmpty: true }, ToolCalls: not { Count: > 0 } })
            return;

        _hostedResults.Flush(_toolCalls, contents);
        if (message.Content is { } content)
            ReadContent(content, contents);
        if (message.ToolCalls is { } toolCalls)
            addToolCalls(toolCalls.Any(call => call is null) ? [.. toolCalls.Where(call => call is not null)] : toolCalls);
    }

    private void ReadContent(MessageContent content, IList<AIContent> contents)
    {
        // Fast path: nearly every chunk of a stream is a plain string.
        if (content.IsString)
        {
            AddText(content.Text, null, contents);
            return;
        }

        foreach (var chunk in content)
        {
            if (chunk is TextChunk text)
                AddText(text.Text, text, contents);
            else
                chunk.AddTo(contents, _hideReasoning);
        }
    }

    private void AddText(string text, TextChunk? raw, IList<AIContent> contents)
    {
        text = prefixStripper?.Strip(text) ?? text;
        if (text.Length > 0)
            contents.Add(new TextContent(text) { RawRepresentation = raw });
    }

    private void Finish(ChatResponseUpdate update, string? reason)
    {
        _finished = true;
        FlushPending(update.Contents);

        // The API may return "stop" although the response has tool calls, in particular when a tool was required.
        _finishReason = _toolCalls.HasCalls && reason is (null or "stop") ? ChatFinishReason.ToolCalls : ToFinishReason(reason);
        update.FinishReason = _finishReason;
        if (!string.IsNullOrWhiteSpace(reason) && reason != _finishReason?.Value)
        {
            _unmappedFinishReason = reason;
            (update.AdditionalProperties ??= [])[FinishReasonKey] = reason;
        }

        if (reason is "error")
            update.Contents.Add(new ErrorContent("Mistral stopped the generation with finish_reason \"error\"."));
    }

    /// <summary>Adds the contents that were held back until it was known how they continue.</summary>
    private void FlushPending(IList<AIContent> contents)
    {
        if (prefixStripper?.Complete() is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        _hostedResults.Flush(_toolCalls, contents);
        _toolCalls.Flush(contents);
    }

    private static ChatFinishReason? ToFinishReason(string? reason) => reason switch
    {
        _ when string.IsNullOrWhiteSpace(reason) => null,
        "stop" => ChatFinishReason.Stop,
        "length" or "model_length" => ChatFinishReason.Length,
        "tool_calls" => ChatFinishReason.ToolCalls,
        _ => new(reason!),
    };

    // Chunks without usage have usage null or {}.
    private static bool HasCounts(UsageInfo? usage) =>
        usage is { PromptTokens: not null } or { CompletionTokens: not null } or { TotalTokens: not null };

    private void AddUsage(ChatResponseUpdate update)
    {
        // At most one UsageContent per response: ToChatResponse adds up all it finds.
        if (_usageAdded || _usage is not { } usage)
            return;

        _usageAdded = true;
        update.Contents.Add(new UsageContent(usage.ToUsageDetails()) { RawRepresentation = usage });
        if (usage.ServiceTier is { } tier)
            (update.AdditionalProperties ??= [])["service_tier"] = tier;
    }
}
