using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

/// <summary>
/// Creates events for the tool calls of a streamed response while their arguments grow. <see cref="FunctionCallContent"/> has complete
/// arguments only, so the deltas are read from the chunks of the API.
/// </summary>
/// <param name="firstCall">The number of the first call.</param>
internal sealed class ToolCallDeltas(int firstCall)
{
    private readonly List<(string? Id, int? Index, string Name)> _calls = [];

    /// <summary>The number of calls.</summary>
    public int Count => _calls.Count;

    /// <summary>Creates an event for each tool call in an update.</summary>
    public IEnumerable<ToolCallEvent> Read(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not CompletionChunk { Choices: [{ Delta.ToolCalls: { } deltas }, ..] })
            yield break;

        foreach (var delta in deltas.OfType<ToolCall>())
        {
            var position = FindPosition(delta);
            if (position < 0)
            {
                position = _calls.Count;
                _calls.Add((delta.Id, delta.Index, delta.Function?.Name ?? ""));
            }

            yield return new(firstCall + position, _calls[position].Name, delta.Function?.Arguments ?? "");
        }
    }

    // Mistral's models send each call in one delta. Others split it: the deltas after the first have no name.
    private int FindPosition(ToolCall delta)
    {
        var sameId = delta.Id is null or "" or "null" ? -1 : _calls.FindIndex(call => call.Id == delta.Id);
        if (sameId >= 0 || !string.IsNullOrEmpty(delta.Function?.Name))
            return sameId;

        var sameIndex = _calls.FindLastIndex(call => call.Index == delta.Index);
        return sameIndex >= 0 ? sameIndex : _calls.Count - 1;
    }
}
