using System.Globalization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>A text that was flagged.</summary>
/// <param name="IsInput">Whether the input was flagged, not the response.</param>
/// <param name="Categories">The categories that were flagged.</param>
/// <param name="Result">The decisions and scores of all categories.</param>
internal sealed record ModerationViolation(bool IsInput, IReadOnlyList<string> Categories, ModerationObject Result)
{
    /// <summary>Creates the response in place of the flagged content. It has the IDs and the token usage of the flagged response.</summary>
    /// <param name="refusalText">The text of the response; null to throw.</param>
    /// <param name="flagged">The flagged response; null if the input was flagged.</param>
    /// <exception cref="ModerationException"><paramref name="refusalText"/> is null.</exception>
    internal ChatResponse ToResponse(string? refusalText, ChatResponse? flagged) =>
        new(new ChatMessage(ChatRole.Assistant, refusalText ?? throw ToException()))
        {
            FinishReason = ChatFinishReason.ContentFilter,
            RawRepresentation = Result,
            ResponseId = flagged?.ResponseId,
            ConversationId = flagged?.ConversationId,
            ModelId = flagged?.ModelId,
            CreatedAt = flagged?.CreatedAt,
            Usage = flagged?.Usage,
        };

    /// <summary>Creates the last update of a stream, in place of the flagged updates.</summary>
    /// <param name="refusalText">The text of the update; null to throw.</param>
    /// <param name="last">The last update of the response, whose IDs are kept; null if the input was flagged.</param>
    /// <param name="withheld">The flagged updates, which are not returned. Their token usage is kept.</param>
    /// <exception cref="ModerationException"><paramref name="refusalText"/> is null.</exception>
    internal ChatResponseUpdate ToUpdate(string? refusalText, ChatResponseUpdate? last, IEnumerable<ChatResponseUpdate> withheld)
    {
        var usage = withheld.SelectMany(update => update.Contents).OfType<UsageContent>();
        return new(ChatRole.Assistant, [new TextContent(refusalText ?? throw ToException()), .. usage])
        {
            FinishReason = ChatFinishReason.ContentFilter,
            RawRepresentation = Result,
            ResponseId = last?.ResponseId,
            ConversationId = last?.ConversationId,
            // A separate message: the text does not continue the text that was returned before.
            MessageId = last?.MessageId is { } id ? $"{id}-refusal" : null,
            ModelId = last?.ModelId,
            CreatedAt = last?.CreatedAt,
        };
    }

    private ModerationException ToException() => new(
        $"The moderation flagged the {(IsInput ? "input" : "response")}: {string.Join(", ", Categories.Select(Describe))}. "
        + "Tell the user, or set ModerationOptions.RefusalText to return a text instead.")
    {
        IsInput = IsInput,
        Categories = Categories,
        Result = Result,
    };

    private string Describe(string category) => Result.CategoryScores.TryGetValue(category, out var score)
        ? $"{category} ({score.ToString("0.##", CultureInfo.InvariantCulture)})"
        : category;
}
