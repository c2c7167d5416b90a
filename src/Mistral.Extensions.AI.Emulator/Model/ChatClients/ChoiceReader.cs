using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts the contents of one response of a chat client, streamed or not.</summary>
/// <param name="index">The index of the choice.</param>
/// <param name="prefix">The text that the response must start with; empty for none.</param>
/// <param name="toolCallIds">The IDs of tool calls.</param>
internal sealed class ChoiceReader(int index, string prefix, ToolCallIds toolCallIds)
{
    private readonly PrefixedText _text = new(prefix);
    private readonly List<FunctionCallContent> _calls = [];
    private bool _isThinking;
    private string? _signature;

    /// <summary>
    /// Converts the next contents. Calls are kept until the end, because a later result shows that the chat client ran them.
    /// </summary>
    /// <exception cref="ModelException">A content is an error, or a chat completion cannot have it.</exception>
    public IEnumerable<ChoiceUpdate> Read(IEnumerable<AIContent> contents) => contents.Select(Read).OfType<ChoiceUpdate>();

    /// <summary>Ends the choice.</summary>
    public IEnumerable<ChoiceUpdate> Complete(ChatFinishReason? finishReason)
    {
        if (CreateText(_text.Complete()) is { } text)
            yield return text;
        if (_isThinking)
            yield return CloseThinking(text: null);
        var ids = new HashSet<string>();
        ToolCall[] calls = [.. _calls.Select(call => new ToolCall(GetId(call), call.Name, FunctionArguments.ToJson(call)))];
        yield return new(index) { ToolCalls = calls, FinishReason = FinishReasons.ToMistral(finishReason, calls.Length > 0) };

        // IDs must be unique in a message.
        string GetId(FunctionCallContent call) =>
            toolCallIds.ToValid(call.CallId) is var id && ids.Add(id) ? id : toolCallIds.ToValid(null);
    }

    private ChoiceUpdate? Read(AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                return CreateText(_text.Append(text.Text));
            case TextReasoningContent reasoning:
                return CreateThinking(reasoning);
            case FunctionCallContent { InformationalOnly: false } call:
                _calls.Add(call);
                return null;
            case FunctionResultContent result:
                _calls.RemoveAll(call => call.CallId == result.CallId);
                return null;
            case UsageContent usage:
                return new(index) { Usage = usage.Details.ToModelUsage() };
            case ErrorContent error:
                throw ChatClientErrors.Create(error);
            case DataContent or UriContent or HostedFileContent or InputRequestContent:
                throw new ModelException(
                    $"The chat client returned {content.GetType().Name}, which a chat completion cannot have.", ModelError.Failed);
            default:
                // For example the calls and results of tools that the provider of the chat client ran.
                return null;
        }
    }

    private ChoiceUpdate? CreateThinking(TextReasoningContent reasoning)
    {
        _signature = reasoning.ProtectedData ?? _signature;
        var hasText = !string.IsNullOrEmpty(reasoning.Text);
        _isThinking |= hasText || _signature is not null;
        return hasText ? new(index) { Thinking = reasoning.Text } : null;
    }

    private ChoiceUpdate? CreateText(string text)
    {
        if (text.Length == 0)
            return null;
        return _isThinking ? CloseThinking(text) : new(index) { Text = text };
    }

    private ChoiceUpdate CloseThinking(string? text)
    {
        var update = new ChoiceUpdate(index) { Thinking = "", ClosesThinking = true, Signature = _signature, Text = text };
        (_isThinking, _signature) = (false, null);
        return update;
    }
}
