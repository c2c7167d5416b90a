using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>The thinking of an earlier turn, on its way back.</summary>
internal static class ReasoningMapping
{
    /// <summary>All the thinking of a message as the one chunk Mistral takes; null where there is none.</summary>
    internal static ThinkChunk? ToThinkChunk(this IEnumerable<AIContent> contents)
    {
        var thoughts = contents.OfType<TextReasoningContent>().ToList();
        var text = string.Concat(thoughts.Select(thought => thought.Text));

        // A signature alone signs nothing: such thoughts come from another provider, or were hidden on request.
        return text.Length == 0
            ? null
            : new([new TextChunk(text)])
            {
                Signature = thoughts.FindLast(thought => !string.IsNullOrEmpty(thought.ProtectedData))?.ProtectedData,
                Closed = thoughts.Select(thought => AdditionalPropertyReader.From(thought.AdditionalProperties).GetBoolean("closed")).FirstOrDefault(closed => closed is not null),
            };
    }
}
