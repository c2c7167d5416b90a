using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Reads one answer, whole or piece by piece, into M.E.AI's words. Both ways go through the same code, so that a stream put together
/// again is what the whole answer would have been.
/// </summary>
internal sealed class ChatResponseReader(ChatOptions? options, PrefixStripper? echo)
{
    // The end of the year 9999.
    private const long MaxUnixSeconds = 253402300799;

    private readonly ToolCallAccumulator _calls = new();
    private readonly HostedToolResults _hostedResults = new();
    private readonly bool _hidesReasoning = options?.Reasoning?.Output is ReasoningOutput.None;
    private ChatResponseUpdate? _last;
    private UsageInfo? _usage;
    private bool _usageGiven;
    private bool _finished;

    /// <summary>A whole answer.</summary>
    internal ChatResponse Read(ChatCompletionResponse response)
    {
        var update = CreateUpdate(response.Id, response.Model, response.Created, response);
        var choice = First(response.Choices, choice => choice.Index);
        foreach (var message in choice?.Messages ?? [])
            ReadMessage(message ?? new(), update.Contents, _calls.AddWhole);
        if (choice is { Message: { } answer, Messages: not { Count: > 0 } })
            ReadMessage(new() { Content = answer.Content, ToolCalls = answer.ToolCalls }, update.Contents, _calls.AddWhole);
        Finish(update, choice?.FinishReason);
        if (HasCounts(response.Usage))
            _usage = response.Usage;
        AddUsage(update);

        var result = new[] { update }.ToChatResponse();
        result.RawRepresentation = response;
        return result;
    }

    /// <summary>A piece of an answer.</summary>
    internal ChatResponseUpdate Read(CompletionChunk chunk)
    {
        var update = CreateUpdate(chunk.Id, chunk.Model, chunk.Created, chunk);
        var choice = First(chunk.Choices, choice => choice.Index);
        if (choice?.Delta is { } delta)
            ReadMessage(delta, update.Contents, _calls.Add);
        if (choice?.FinishReason is { Length: > 0 } reason)
            Finish(update, reason);

        // Usage comes with the last piece, or after it. What a server counts before is superseded.
        if (HasCounts(chunk.Usage))
            _usage = chunk.Usage;
        if (_finished)
            AddUsage(update);
        return _last = update;
    }

    /// <summary>What is left when the stream has ended, or null.</summary>
    internal ChatResponseUpdate? Complete()
    {
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ResponseId = _last?.ResponseId,
            MessageId = _last?.MessageId,
            ModelId = _last?.ModelId,
            CreatedAt = _last?.CreatedAt,
        };
        if (!_finished)
            Finish(update, null);
        else
            FlushPending(update.Contents);
        AddUsage(update);
        return update.Contents.Count > 0 ? update : null;
    }

    private static ChatResponseUpdate CreateUpdate(string? id, string? model, long? created, object raw) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = id,
        // The API has no ids for messages; an answer is one message.
        MessageId = id,
        ModelId = model,
        // Servers made after OpenAI's may count in something else; the rest of the answer is still good.
        CreatedAt = created is { } seconds and >= 0 and <= MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        RawRepresentation = raw,
    };

    // More answers than one would be more messages in the history, each the continuation of none: they stay in the raw response.
    private static TChoice? First<TChoice>(IReadOnlyList<TChoice>? choices, Func<TChoice, int> indexOf)
        where TChoice : class
    {
        for (var i = 0; i < choices?.Count; i++)
        {
            if (choices[i] is { } choice && indexOf(choice) == 0)
                return choice;
        }

        return null;
    }

    private void ReadMessage(DeltaMessage message, IList<AIContent> contents, Action<IReadOnlyList<ToolCall>> addCalls)
    {
        if (_hostedResults.Accepts(message))
        {
            _hostedResults.Add(message);
            return;
        }

        // A delta that says nothing may stand between the pieces of a result too.
        if (message is { Content: null or { IsEmpty: true }, ToolCalls: not { Count: > 0 } })
            return;

        _hostedResults.Flush(_calls, contents);
        if (message.Content is { } content)
            ReadContent(content, contents);
        if (message.ToolCalls is { } calls)
            addCalls(calls.Any(call => call is null) ? [.. calls.Where(call => call is not null)] : calls);
    }

    private void ReadContent(MessageContent content, IList<AIContent> contents)
    {
        // The most frequent piece of all takes the shortest way.
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
                chunk.AddTo(contents, _hidesReasoning);
        }
    }

    private void AddText(string text, TextChunk? raw, IList<AIContent> contents)
    {
        text = echo?.Strip(text) ?? text;
        if (text.Length > 0)
            contents.Add(new TextContent(text) { RawRepresentation = raw });
    }

    private void Finish(ChatResponseUpdate update, string? reason)
    {
        _finished = true;
        FlushPending(update.Contents);

        // The server may say "stop" after calls, above all where a tool was required.
        if (_calls.HasCalls && reason is (null or "stop"))
        {
            update.FinishReason = ChatFinishReason.ToolCalls;
            if (reason is not null)
                (update.AdditionalProperties ??= [])["finish_reason"] = reason;
        }
        else
        {
            update.FinishReason = ToFinishReason(reason);
        }

        if (reason is "error")
            update.Contents.Add(new ErrorContent("Mistral stopped the generation with finish_reason \"error\"."));
    }

    /// <summary>Gives out what was held back to see how it goes on.</summary>
    private void FlushPending(IList<AIContent> contents)
    {
        if (echo?.Complete() is { Length: > 0 } held)
            contents.Add(new TextContent(held));
        _hostedResults.Flush(_calls, contents);
        _calls.Flush(contents);
    }

    private static ChatFinishReason? ToFinishReason(string? reason) => reason switch
    {
        _ when string.IsNullOrWhiteSpace(reason) => null,
        "stop" => ChatFinishReason.Stop,
        "length" or "model_length" => ChatFinishReason.Length,
        "tool_calls" => ChatFinishReason.ToolCalls,
        _ => new(reason!),
    };

    // Where there is nothing to tell, the API says null or {}.
    private static bool HasCounts(UsageInfo? usage) =>
        usage is { PromptTokens: not null } or { CompletionTokens: not null } or { TotalTokens: not null };

    private void AddUsage(ChatResponseUpdate update)
    {
        // One and only one: whoever puts a stream together adds them up.
        if (_usageGiven || _usage is not { } usage)
            return;

        _usageGiven = true;
        update.Contents.Add(new UsageContent(usage.ToUsageDetails()) { RawRepresentation = usage });
        if (usage.ServiceTier is { } tier)
            (update.AdditionalProperties ??= [])["service_tier"] = tier;
    }
}
