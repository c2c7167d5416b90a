using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps the function calls of one message to tool calls with distinct indexes.</summary>
internal static class ToolCallWriter
{
    /// <summary>Maps the calls; null if there are none.</summary>
    internal static IReadOnlyList<ToolCall>? ToToolCalls(List<FunctionCallContent> calls)
    {
        var indexes = new HashSet<int>();
        return calls.Count > 0 ? [.. calls.Select(call => ToToolCall(call, indexes))] : null;
    }

    private static ToolCall ToToolCall(FunctionCallContent call, HashSet<int> indexes)
    {
        var typed = call.ToToolCall();
        // The caller needs an ID to send the result. An existing ID is kept, because the provider of the response must recognize it.
        var id = string.IsNullOrEmpty(call.CallId) ? ToolCallId.CreateRandom() : call.CallId;
        if (call.RawRepresentation is not ToolCall raw)
            return typed with { Id = id, Index = GetFreeIndex(indexes) };

        var isUnchanged = raw.Function is { } function && HasSameArguments(call, function.Arguments ?? "");
        return raw with
        {
            Id = id,
            Function = isUnchanged ? raw.Function! with { Name = call.Name } : typed.Function,
            Index = indexes.Add(raw.Index ?? 0) ? raw.Index : GetFreeIndex(indexes),
        };
    }

    // The text of unchanged arguments is kept, with its white space.
    private static bool HasSameArguments(FunctionCallContent call, string arguments) =>
        ToolCallMapping.ToContent(call.CallId, call.Name, arguments, raw: null).ToToolCall().Function!.Arguments
            == call.ToToolCall().Function!.Arguments;

    // Clients assemble streamed calls by their index.
    private static int GetFreeIndex(HashSet<int> indexes)
    {
        var index = indexes.Count;
        while (!indexes.Add(index))
            index++;
        return index;
    }
}
