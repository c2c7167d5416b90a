using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Maps the entries of a response to contents. Each entry that is not a message is the raw representation of one content.
/// </summary>
internal static class EntryMapping
{
    internal static void AddTo(List<AIContent> contents, ConversationEntry entry, bool hideReasoning)
    {
        switch (entry)
        {
            case MessageOutputEntry { Content: { } content }:
                foreach (var chunk in content)
                    chunk.AddTo(contents, hideReasoning);
                break;
            case FunctionCallEntry call:
                contents.Add(ToContent(call));
                break;
            case ToolExecutionEntry execution:
                ToolExecutionMapping.AddTo(contents, execution);
                break;
            case MessageOutputEntry:
                break;
            default:
                contents.Add(new() { RawRepresentation = entry });
                break;
        }
    }

    internal static AIContent ToContent(FunctionCallEntry call)
    {
        if (call.ConfirmationStatus is null)
            return ToolCallMapping.ToContent(call.ToolCallId, call.Name, call.Arguments ?? "", call);

        var hosted = ToolExecutionMapping.ToConnectorCall(call.ToolCallId ?? "", call.Name, call.Arguments);
        if (call.IsConfirmationPending)
            return new ToolApprovalRequestContent(hosted.CallId, hosted) { RawRepresentation = call };

        hosted.RawRepresentation = call;
        return hosted;
    }
}
