using System.Text.Json;
using Microsoft.Extensions.AI;

/// <summary>Maps the updates of one streamed response to events.</summary>
/// <param name="conversation">The messages before the response, which have the sources of its citations.</param>
/// <param name="firstCall">The number of the first tool call.</param>
internal sealed class StreamedResponse(IReadOnlyList<ChatMessage> conversation, int firstCall)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly List<string?> _callIds = [];
    private ChatResponse _response = new();

    /// <summary>The messages of the complete response.</summary>
    public IList<ChatMessage> Messages => _response.Messages;

    /// <summary>The tool calls of the complete response.</summary>
    public IReadOnlyList<FunctionCallContent> Calls =>
        [.. Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)];

    public ChatFinishReason? FinishReason => _response.FinishReason;

    /// <summary>Creates the events of an update.</summary>
    public IEnumerable<ChatEvent> Read(ChatResponseUpdate update)
    {
        _updates.Add(update);
        foreach (var content in update.Contents)
        {
            if (content is TextContent { Text.Length: > 0 } text)
                yield return new TextEvent(text.Text);
            else if (content is TextReasoningContent { Text.Length: > 0 } reasoning)
                yield return new ReasoningEvent(reasoning.Text);
            else if (content is ErrorContent error)
                yield return new ErrorEvent("The model could not complete the response.", "Try again.", error.Message);

            foreach (var citation in (content.Annotations ?? []).OfType<CitationAnnotation>())
            {
                foreach (var source in Sources.Find(citation, conversation))
                    yield return source;
            }
        }

        // A FunctionCallContent has complete arguments only. The page shows them while the model generates them.
        foreach (var delta in update.GetToolCallDeltas())
            yield return new ToolCallEvent(GetNumber(delta.CallId), delta.Name ?? "", delta.Arguments);
    }

    /// <summary>Combines the updates, and creates the events of tool calls that had no deltas.</summary>
    public IEnumerable<ChatEvent> Complete()
    {
        _response = _updates.ToChatResponse();
        return Calls.Where(call => !_callIds.Contains(call.CallId))
            .Select(call => new ToolCallEvent(GetNumber(call.CallId), call.Name, JsonSerializer.Serialize(call.Arguments)));
    }

    /// <summary>Gets the number of a tool call. New calls get the next number.</summary>
    private int GetNumber(string? callId)
    {
        if (!_callIds.Contains(callId))
            _callIds.Add(callId);
        return firstCall + _callIds.IndexOf(callId);
    }
}
