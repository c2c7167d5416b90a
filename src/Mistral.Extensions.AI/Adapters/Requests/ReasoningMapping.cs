using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps the reasoning of an assistant message in the conversation history to a thinking chunk.</summary>
internal static class ReasoningMapping
{
    /// <summary>
    /// Joins all reasoning of a message into one chunk, because a message may have only one. Returns null if there is none.
    /// </summary>
    internal static ThinkChunk? ToThinkChunk(this IEnumerable<AIContent> contents, ILogger logger)
    {
        var reasoning = contents.OfType<TextReasoningContent>().ToList();
        var text = string.Concat(reasoning.Select(content => content.Text));

        // A signature is useless without its text. Such content comes from another provider, or its text was hidden by
        // ReasoningOutput.None.
        return text.Length == 0
            ? null
            : new([new TextChunk(text)])
            {
                Signature = reasoning.Select(content => GetSignature(content, logger))
                    .LastOrDefault(signature => signature is { Length: > 0 }),
                Closed = reasoning.Select(IsClosed).FirstOrDefault(closed => closed is not null),
            };
    }

    private static string? GetSignature(TextReasoningContent content, ILogger logger)
    {
        var signature = ReasoningSignature.FromProtectedData(content.ProtectedData);
        if (signature is null && !string.IsNullOrEmpty(content.ProtectedData))
            AdapterLog.ProtectedDataNotSent(logger);
        return signature;
    }

    private static bool? IsClosed(TextReasoningContent content) =>
        AdditionalPropertyReader.From(content.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Closed);
}
