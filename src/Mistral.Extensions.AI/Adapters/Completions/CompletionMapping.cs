using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>
/// Maps a <see cref="ChatResponse"/> of any provider to a response of the API. Typed properties take precedence; the raw response of the
/// API, if there is one, adds the fields that have no typed property.
/// </summary>
internal static class CompletionMapping
{
    internal static ChatCompletionResponse ToChatCompletionResponse(
        ChatResponse response, string? defaultModelId, bool includeExecutedCalls)
    {
        var raw = response.RawRepresentation as ChatCompletionResponse ?? new();
        var rawChoice = ResponseFields.FindChoice(raw.Choices, static choice => choice.Index, index: null);
        var properties = ResponseProperties.From(
            [response.AdditionalProperties, .. response.Messages.Select(static message => message.AdditionalProperties)]);
        var choice = ToChoice(response, rawChoice ?? new(), properties.FinishReason, includeExecutedCalls);
        return raw with
        {
            Id = CompletionFields.GetId(response.ResponseId ?? raw.Id),
            Object = raw.Object ?? "chat.completion",
            Created = CompletionFields.GetCreated(response.CreatedAt ?? response.Messages.FirstOrDefault()?.CreatedAt, raw.Created),
            Model = CompletionFields.GetModel(response.ModelId ?? raw.Model, defaultModelId),
            Choices = rawChoice is null
                ? [choice]
                : [.. raw.Choices!.Select(other => ReferenceEquals(other, rawChoice) ? choice : other)],
            // Required by the API's clients.
            Usage = UsageInfoMapping.ToUsageInfo(GetUsage(response), raw.Usage, properties.ServiceTier) ?? UsageInfoMapping.Zero,
        };
    }

    private static ChatCompletionChoice ToChoice(
        ChatResponse response, ChatCompletionChoice raw, string? originalReason, bool includeExecutedCalls)
    {
        var turn = new AssistantTurn(response.Messages);
        return raw with
        {
            Message = ToMessage(turn, raw.Message ?? new()),
            Messages = includeExecutedCalls && turn.HasExecutedCalls ? ExecutedCallMapping.ToMessages(turn, raw.Messages) : null,
            FinishReason = FinishReasonText.From(
                response.FinishReason, originalReason, turn.PendingCalls.Count > 0, turn.HasExecutedCalls, turn.HasError),
        };
    }

    private static AssistantMessage ToMessage(AssistantTurn turn, AssistantMessage raw)
    {
        var calls = ToolCallWriter.ToToolCalls(turn.PendingCalls);
        return raw with
        {
            Content = AssistantOutput.ToMessageContent(turn.Contents) ?? CompletionFields.GetEmptyContent(raw.Content, calls is not null),
            ToolCalls = calls,
            AdditionalProperties = ReasoningFields.Remove(raw.AdditionalProperties),
        };
    }

    private static UsageDetails? GetUsage(ChatResponse response)
    {
        if (response.Usage is { } usage)
            return usage;

        UsageDetails? sum = null;
        foreach (var content in response.Messages.SelectMany(static message => message.Contents).OfType<UsageContent>())
            (sum ??= new()).Add(content.Details);
        return sum;
    }
}
