using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>The result of a tool that ran at Mistral's, which comes among the messages of the answer, in a stream in pieces.</summary>
internal sealed class HostedToolResult
{
    private readonly List<ContentChunk> _chunks = [];
    private string? _callId;
    private int? _index;

    /// <summary>Whether a message is such a result, or goes on with the one that has begun.</summary>
    internal bool Takes(DeltaMessage message) =>
        message.Role is "tool" || message.ToolCallId is not null || (_callId is not null && message.Role is null && message.Index is not null && message.Index == _index);

    internal void Add(DeltaMessage message, IList<AIContent> contents)
    {
        if (message.ToolCallId is { } id && id != _callId)
        {
            Flush(contents);
            _callId = id;
        }

        _index = message.Index;
        _chunks.AddRange(message.Content ?? (IEnumerable<ContentChunk>)[]);
    }

    internal void Flush(IList<AIContent> contents)
    {
        if (_callId is null)
            return;

        object result = _chunks.All(chunk => chunk is TextChunk)
            ? string.Concat(_chunks.OfType<TextChunk>().Select(chunk => chunk.Text))
            : _chunks.Select(chunk => chunk.ToAIContent()).OfType<AIContent>().ToList();
        contents.Add(new FunctionResultContent(_callId, result));
        _callId = null;
        _chunks.Clear();
    }
}
