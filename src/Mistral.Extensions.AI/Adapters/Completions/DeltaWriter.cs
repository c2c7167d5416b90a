using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>
/// Maps the contents of updates to deltas. Calls are buffered until their result arrives or the stream ends, because only then it is known
/// whether the receiver must execute them.
/// </summary>
/// <param name="includeExecutedCalls">Whether to return calls that were executed, and their results.</param>
internal sealed class DeltaWriter(bool includeExecutedCalls)
{
    private readonly List<FunctionCallContent> _calls = [];
    private int _messageIndex;
    private string? _role;

    internal bool HasExecutedCalls { get; private set; }

    internal bool HasError { get; private set; }

    /// <summary>The calls that the receiver must execute, because they have had no result so far.</summary>
    internal List<FunctionCallContent> PendingCalls => [.. _calls.Where(static call => !call.InformationalOnly)];

    /// <summary>Maps the contents of an update. Usually there is one delta, or none.</summary>
    internal List<DeltaMessage> Write(IList<AIContent> contents)
    {
        var deltas = new List<DeltaMessage>(1);
        for (var start = 0; start < contents.Count;)
        {
            var isResult = contents[start] is FunctionResultContent;
            var group = contents.Skip(start).TakeWhile(content => content is FunctionResultContent == isResult).ToList();
            if (isResult)
                AddResults([.. group.Cast<FunctionResultContent>()], deltas);
            else
                AddContents(group, deltas);
            start += group.Count;
        }

        return deltas;
    }

    /// <summary>Sets the role of the first delta of a message, and the index of messages after the first.</summary>
    internal DeltaMessage AddRole(DeltaMessage delta)
    {
        var role = delta.Role ?? "assistant";
        var startsMessage = role is "tool" || role != _role;
        if (startsMessage && _role is not null)
            _messageIndex++;
        _role = role;
        return delta with { Role = startsMessage ? role : null, Index = _messageIndex > 0 ? _messageIndex : delta.Index };
    }

    private void AddContents(List<AIContent> contents, List<DeltaMessage> deltas)
    {
        _calls.AddRange(contents.OfType<FunctionCallContent>());
        HasError |= contents.Exists(static content => content is ErrorContent);
        if (AssistantOutput.ToMessageContent(contents) is { } content)
            deltas.Add(new() { Content = content });
    }

    private void AddResults(List<FunctionResultContent> results, List<DeltaMessage> deltas)
    {
        HasExecutedCalls = true;
        var ids = results.ConvertAll(static result => result.CallId);
        var calls = _calls.FindAll(call => ids.Contains(call.CallId));
        _calls.RemoveAll(calls.Contains);
        if (!includeExecutedCalls)
            return;

        if (calls.Count > 0)
            deltas.Add(new() { ToolCalls = ToolCallWriter.ToToolCalls(calls) });
        deltas.AddRange(results.Select(ExecutedCallMapping.ToToolMessage));
    }
}
