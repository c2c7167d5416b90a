using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps a complete response to a <see cref="ChatResponse"/>.</summary>
internal static class ChatResponseMapping
{
    internal static ChatResponse ToChatResponse(this ChatCompletionResponse response, MessageReader reader)
    {
        // Most responses have one content.
        var contents = new List<AIContent>(1);
        var choice = ResponseFields.FindChoice(response.Choices, static choice => choice.Index, index: null);
        ReadMessages(choice, reader, contents);
        reader.Flush(contents);

        var finishReason = FinishReasonMapping.ToChatFinishReason(choice?.FinishReason, reader.HasCalls);
        var properties = FinishReasonMapping.ToProperties(choice?.FinishReason, finishReason);
        FinishReasonMapping.AddErrorTo(contents, choice?.FinishReason);
        var usage = ResponseFields.HasCounts(response.Usage) ? response.Usage : null;
        var message = new ChatMessage(ChatRole.Assistant, JoinTexts(contents))
        {
            // The API has no message IDs; a response is one message.
            MessageId = response.Id is { Length: > 0 } id ? id : null,
            CreatedAt = ResponseFields.ToCreatedAt(response.Created),
            AdditionalProperties = usage is null ? properties : properties.WithServiceTier(usage),
        };
        return new(message)
        {
            ResponseId = message.MessageId,
            ModelId = response.Model,
            CreatedAt = message.CreatedAt,
            FinishReason = finishReason,
            Usage = usage?.ToUsageDetails(),
            RawRepresentation = response,
            AdditionalProperties = FinishReasonMapping.ToProperties(choice?.FinishReason, finishReason),
        };
    }

    private static void ReadMessages(ChatCompletionChoice? choice, MessageReader reader, List<AIContent> contents)
    {
        for (var i = 0; i < choice?.Messages?.Count; i++)
            reader.Read(choice.Messages[i] ?? new(), contents, isComplete: true);
        if (choice is { Message: { } single, Messages: not { Count: > 0 } })
            reader.Read(single, contents);
    }

    // Consecutive texts become one, as in a response that ToChatResponse creates from the updates of a stream.
    private static IList<AIContent> JoinTexts(List<AIContent> contents)
    {
        for (var i = 1; i < contents.Count; i++)
        {
            if (contents[i - 1] is not FunctionCallContent && contents[i] is not FunctionCallContent)
                return new[] { new ChatResponseUpdate(ChatRole.Assistant, contents) }.ToChatResponse().Messages[0].Contents;
        }

        return contents;
    }
}
