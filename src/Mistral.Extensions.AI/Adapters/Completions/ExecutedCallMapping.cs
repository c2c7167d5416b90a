using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps function calls that were executed, and their results, to messages in the form of Mistral's hosted tools.</summary>
internal static class ExecutedCallMapping
{
    /// <summary>Maps all contents of a response: a message of the assistant ends at each result.</summary>
    /// <param name="turn">The contents.</param>
    /// <param name="raw">The messages that the response was read from, for the fields that have no typed content.</param>
    internal static IReadOnlyList<DeltaMessage> ToMessages(AssistantTurn turn, IReadOnlyList<DeltaMessage>? raw)
    {
        var messages = new List<DeltaMessage>();
        var contents = new List<AIContent>();
        foreach (var content in turn.Contents)
        {
            if (content is not FunctionResultContent result)
            {
                contents.Add(content);
                continue;
            }

            AddAssistantMessage();
            messages.Add(ToToolMessage(result));
        }

        AddAssistantMessage();
        return [.. messages.Select((message, i) => AddRawFields(message, raw?.Count == messages.Count ? raw[i] : null, i))];

        void AddAssistantMessage()
        {
            var calls = contents.OfType<FunctionCallContent>().Where(call => turn.IsExecuted(call) || !call.InformationalOnly).ToList();
            var content = AssistantOutput.ToMessageContent(contents);
            if (content is not null || calls.Count > 0)
                messages.Add(new() { Role = "assistant", Content = content, ToolCalls = ToolCallWriter.ToToolCalls(calls) });
            contents.Clear();
        }
    }

    internal static DeltaMessage ToToolMessage(FunctionResultContent result) => new()
    {
        Role = "tool",
        ToolCallId = result.CallId,
        Content = result.Result is IEnumerable<AIContent> contents
            ? AssistantOutput.ToMessageContent([.. contents.OfType<AIContent>()]) ?? ""
            : result.ToToolMessage(functionName: null, NullLogger.Instance).Content,
    };

    private static DeltaMessage AddRawFields(DeltaMessage message, DeltaMessage? raw, int index) => message with
    {
        Content = message.Content ?? CompletionFields.GetEmptyContent(raw?.Content, hasCalls: true),
        Index = raw is null ? index : raw.Index,
        Metadata = raw?.Metadata,
        AdditionalProperties = ReasoningFields.Remove(raw?.AdditionalProperties),
    };
}
