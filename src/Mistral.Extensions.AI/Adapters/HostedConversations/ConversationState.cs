using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>What is known of a stored conversation.</summary>
/// <param name="Start">What the conversation was started with; null if another client started it.</param>
/// <param name="HasToolChoice">Whether a request had a tool choice, which the conversation keeps.</param>
/// <param name="HasResponseFormat">Whether a request had a response format, which the conversation keeps.</param>
/// <param name="Contents">The contents of the last response; empty if it was not received completely.</param>
internal sealed record ConversationState(
    ConversationStart? Start, bool HasToolChoice, bool HasResponseFormat, IReadOnlyList<AIContent> Contents)
{
    /// <summary>Throws if the function calls or the requests for approval of the last response have no response.</summary>
    /// <exception cref="ArgumentException">A call has no response.</exception>
    internal void ThrowIfUnanswered(ConversationCall call)
    {
        var answered = call.Request.Inputs!.OfType<FunctionResultEntry>().Select(static result => result.ToolCallId);
        if (Contents.GetFunctionCalls().FirstOrDefault(pending => !answered.Contains(pending.CallId)) is { } unanswered)
            throw FunctionResults.CreateError(unanswered.CallId, unanswered.Name);

        // Several calls can be confirmed one after the other.
        if (call.Confirmations is null && Contents.OfType<ToolApprovalRequestContent>().FirstOrDefault(IsHosted) is { } request)
        {
            throw new ArgumentException(
                $"The call \"{request.RequestId}\" of a hosted tool waits for approval. Add a user message with the content that "
                    + "ToolApprovalRequestContent.CreateResponse returns.");
        }
    }

    /// <summary>
    /// Resets the tool choice and the response format to their defaults if the options do not set them any more: a conversation keeps its
    /// <c>completion_args</c> (<c>ModelConversation</c>). Otherwise, <c>UseFunctionInvocation</c>, which requires a tool call only in its
    /// first request, would invoke functions again and again.
    /// </summary>
    internal ConversationCall WithDefaults(ConversationCall call)
    {
        var resetsToolChoice = HasToolChoice && call.Request.CompletionArgs?.ToolChoice is null;
        var resetsResponseFormat = HasResponseFormat && call.Request.CompletionArgs?.ResponseFormat is null;
        if (!resetsToolChoice && !resetsResponseFormat)
            return call;

        var args = call.Request.CompletionArgs ?? new();
        return call with
        {
            Request = call.Request with
            {
                CompletionArgs = args with
                {
                    ToolChoice = resetsToolChoice ? ToolChoice.Auto : args.ToolChoice,
                    ResponseFormat = resetsResponseFormat ? new ResponseFormat { Type = "text" } : args.ResponseFormat,
                },
            },
        };
    }

    private static bool IsHosted(ToolApprovalRequestContent request) => request.ToolCall is not FunctionCallContent;
}
