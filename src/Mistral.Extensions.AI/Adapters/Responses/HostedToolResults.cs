using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>The results of tools that ran at Mistral's. They come among the messages of the answer, in a stream in pieces.</summary>
internal sealed class HostedToolResults
{
    private readonly List<Pending> _results = [];

    /// <summary>Whether a message is such a result, or goes on with one that has begun.</summary>
    internal bool Accepts(DeltaMessage message) =>
        message.Role is "tool" || message.ToolCallId is not null || (message.Role is null && Find(message) is not null);

    internal void Add(DeltaMessage message)
    {
        var result = Find(message);
        if (result is null)
            _results.Add(result = new(message.Index));

        result.CallId ??= ToolCallAccumulator.NormalizeId(message.ToolCallId);
        result.Chunks.AddRange(message.Content ?? (IEnumerable<ContentChunk>)[]);
    }

    /// <summary>Gives out the results that have come, after the calls they belong to.</summary>
    internal void Flush(ToolCallAccumulator calls, IList<AIContent> contents)
    {
        if (_results.Count == 0)
            return;

        foreach (var result in _results)
            result.CallId = calls.FlushHosted(result.CallId, contents);
        foreach (var result in _results)
            contents.Add(new FunctionResultContent(result.CallId ?? "", result.ToValue()));
        _results.Clear();
    }

    // Results of parallel calls may take turns: the id or the index says which one it is.
    private Pending? Find(DeltaMessage message)
    {
        var id = ToolCallAccumulator.NormalizeId(message.ToolCallId);
        return (id is null ? null : _results.Find(result => result.CallId == id))
            ?? _results.FindLast(result => result.Index is { } index && index == message.Index && (id is null || result.CallId is null));
    }

    private sealed class Pending(int? index)
    {
        internal int? Index { get; } = index;

        internal string? CallId { get; set; }

        internal List<ContentChunk> Chunks { get; } = [];

        internal object ToValue()
        {
            if (Chunks.TrueForAll(chunk => chunk is TextChunk))
                return string.Concat(Chunks.Cast<TextChunk>().Select(chunk => chunk.Text));

            var contents = new List<AIContent>();
            foreach (var chunk in Chunks)
                chunk.AddTo(contents);
            return contents;
        }
    }
}
