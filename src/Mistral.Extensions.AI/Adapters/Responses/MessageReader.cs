using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Reads the messages of one response into contents. Complete and streamed responses share this code, so that the updates of a stream
/// combine to what the complete response would have been.
/// </summary>
internal sealed class MessageReader(ChatOptions? options, PrefixStripper? prefixStripper)
{
    private readonly bool _hideReasoning = options?.Reasoning?.Output is ReasoningOutput.None;
    private ToolCallAccumulator? _toolCalls;
    private HostedToolResults? _hostedResults;
    private bool _hasCalls;

    /// <summary>Whether the response has a call that the caller must run.</summary>
    internal bool HasCalls => _hasCalls || _toolCalls is { HasCalls: true };

    /// <summary>Whether a text is returned as it is, without changing the state of the reader.</summary>
    internal bool ReadsTextUnchanged => prefixStripper is null && _hostedResults is not { HasPending: true };

    /// <summary>Reads the only message of a complete response.</summary>
    internal void Read(AssistantMessage message, List<AIContent> contents)
    {
        ReadReasoning(message.AdditionalProperties, contents);
        if (message.Content is { } content)
            ReadContent(content, contents);
        if (message.ToolCalls is not { Count: > 0 } calls)
            return;

        if (ToolCallMapping.TryAddTo(contents, calls))
            _hasCalls = true;
        else
            AddCalls(calls, null);
    }

    /// <summary>Reads the delta of a stream, or one of several messages of a complete response.</summary>
    internal void Read(DeltaMessage message, IList<AIContent> contents, bool isComplete)
    {
        if (message.Role is "tool" || message.ToolCallId is not null || _hostedResults?.IsContinuedBy(message) is true)
        {
            (_hostedResults ??= new()).Add(message);
            return;
        }

        ReadReasoning(message.AdditionalProperties, contents);

        // An empty delta does not end a tool result: the next delta may continue it.
        if (message is { Content: null or { IsEmpty: true }, ToolCalls: not { Count: > 0 } })
            return;

        _hostedResults?.Flush(_toolCalls ??= new(), contents);
        if (message.Content is { } content)
            ReadContent(content, contents);
        if (message.ToolCalls is { Count: > 0 } calls)
            AddCalls(calls, isComplete ? null : message);
    }

    /// <summary>Adds the contents that were held back until it was known how they continue.</summary>
    internal void Flush(IList<AIContent> contents)
    {
        if (prefixStripper?.Complete() is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        _hostedResults?.Flush(_toolCalls ??= new(), contents);
        _toolCalls?.Flush(contents);
    }

    private void AddCalls(IReadOnlyList<ToolCall> calls, DeltaMessage? delta)
    {
        _toolCalls ??= new();
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is null)
                calls = [.. calls.Where(call => call is not null)];
        }

        if (delta is null)
            _toolCalls.AddComplete(calls);
        else
            delta.StreamedCalls = _toolCalls.AddDeltas(calls);
    }

    private void ReadReasoning(IDictionary<string, JsonElement>? properties, IList<AIContent> contents)
    {
        if (!_hideReasoning && ReasoningFields.Find(properties) is { } reasoning)
            contents.Add(new TextReasoningContent(reasoning));
    }

    private void ReadContent(MessageContent content, IList<AIContent> contents)
    {
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
}
