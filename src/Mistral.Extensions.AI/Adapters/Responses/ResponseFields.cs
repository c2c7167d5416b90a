using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Reads the fields that complete and streamed responses have in common.</summary>
internal static class ResponseFields
{
    // 9999-12-31T23:59:59Z, the maximum that DateTimeOffset.FromUnixTimeSeconds accepts.
    private const long MaxUnixSeconds = 253402300799;

    // OpenAI-compatible servers may send 0, or use another unit, such as milliseconds; the rest of the response is still valid.
    internal static DateTimeOffset? ToCreatedAt(long? created) =>
        created is { } seconds and > 0 and <= MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    // Chunks without usage have usage null or {}.
    internal static bool HasCounts(UsageInfo? usage) =>
        usage is { PromptTokens: not null } or { CompletionTokens: not null } or { TotalTokens: not null };

    /// <summary>Adds the service tier to the properties of the message.</summary>
    internal static AdditionalPropertiesDictionary? WithServiceTier(this AdditionalPropertiesDictionary? properties, UsageInfo usage)
    {
        if (usage.ServiceTier is { } tier)
            (properties ??= [])["service_tier"] = tier;
        return properties;
    }

    /// <summary>
    /// Finds the choice that is mapped. Further choices are alternatives, but in a <see cref="ChatResponse"/> they would be read as
    /// consecutive messages of the conversation. They remain available in <see cref="ChatResponse.RawRepresentation"/>.
    /// </summary>
    /// <param name="choices">The choices.</param>
    /// <param name="getIndex">Gets the index of a choice.</param>
    /// <param name="index">The index of the choice; null for the choice with the lowest index.</param>
    internal static TChoice? FindChoice<TChoice>(IReadOnlyList<TChoice>? choices, Func<TChoice, int> getIndex, int? index)
        where TChoice : class
    {
        TChoice? first = null;
        for (var i = 0; i < choices?.Count; i++)
        {
            if (choices[i] is { } choice && (index is null || getIndex(choice) == index)
                && (first is null || getIndex(choice) < getIndex(first)))
            {
                first = choice;
            }
        }

        return first;
    }
}
