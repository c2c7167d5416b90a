using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Maps a complete response to a <see cref="ChatResponse"/> with one message, which has the contents of all entries.</summary>
internal static class ConversationResponseMapping
{
    internal static ChatResponse ToChatResponse(ConversationResponse response, string? conversationId, ConversationCall call)
    {
        var contents = new List<AIContent>();
        foreach (var entry in response.Outputs)
            EntryMapping.AddTo(contents, entry, call.HidesReasoning);
        FunctionApprovals.Defer(contents);

        var first = response.Outputs.FirstOrDefault(static entry => entry.Id is not null);
        var message = new ChatMessage(ChatRole.Assistant, contents) { MessageId = first?.Id, CreatedAt = first?.CreatedAt };
        return new(message)
        {
            ConversationId = conversationId,
            ResponseId = first?.Id,
            ModelId = response.Outputs.Select(GetModel).FirstOrDefault(static model => model is not null) ?? call.Request.Model,
            CreatedAt = first?.CreatedAt,
            FinishReason = GetFinishReason(contents),
            Usage = response.Usage?.ToUsageDetails(),
            RawRepresentation = response,
        };
    }

    internal static ChatFinishReason GetFinishReason(IEnumerable<AIContent> contents) =>
        contents.GetFunctionCalls().Any() ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;

    private static string? GetModel(ConversationEntry entry) => entry switch
    {
        MessageOutputEntry message => message.Model,
        FunctionCallEntry call => call.Model,
        ToolExecutionEntry execution => execution.Model,
        _ => null,
    };
}
