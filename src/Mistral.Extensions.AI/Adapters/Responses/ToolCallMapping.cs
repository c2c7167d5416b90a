using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps complete tool calls to <see cref="FunctionCallContent"/>.</summary>
internal static class ToolCallMapping
{
    // To compare the IDs of more calls, a set is faster.
    private const int MaxCalls = 16;

    /// <summary>
    /// Maps the calls of a message. Returns false, and adds nothing, if they need <see cref="ToolCallAccumulator"/>: a call is null, or two
    /// have the same ID.
    /// </summary>
    internal static bool TryAddTo(List<AIContent> contents, IReadOnlyList<ToolCall> calls)
    {
        if (calls.Count > MaxCalls)
            return false;

        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is null)
                return false;

            for (var j = 0; j < i; j++)
            {
                if (calls[j].Id is { } id && id == calls[i].Id)
                    return false;
            }
        }

        for (var i = 0; i < calls.Count; i++)
        {
            var function = calls[i].Function;
            contents.Add(ToContent(NormalizeId(calls[i].Id), function?.Name, function?.Arguments ?? "", calls[i]));
        }

        return true;
    }

    /// <summary>Maps a call.</summary>
    /// <param name="id">The ID; null if the call has none.</param>
    /// <param name="name">The name of the function.</param>
    /// <param name="arguments">The arguments as JSON.</param>
    /// <param name="raw">The call as received.</param>
    internal static FunctionCallContent ToContent(string? id, string? name, string arguments, object? raw)
    {
        (id, name) = (id ?? ToolCallId.CreateRandom(), name ?? "");
        // For a function without parameters the API may send "" or null: that means no arguments, not invalid ones.
        var content = string.IsNullOrWhiteSpace(arguments) || arguments is "null"
            ? new FunctionCallContent(id, name)
            : FunctionCallContent.CreateFromParsedArguments(arguments, id, name, UserJson.ToArguments);
        content.RawRepresentation = raw;

        // A response that is truncated at the maximum length can end within the arguments. Their text is kept for the next request.
        if (content.Exception is not null)
            content.AdditionalProperties = new() { [AdditionalPropertyKeys.Arguments] = arguments };
        return content;
    }

    // The API's own default for an ID is the string "null".
    internal static string? NormalizeId(string? id) => id is null or "" or "null" ? null : id;
}
