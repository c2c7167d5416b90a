using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Collects the results of tools that Mistral ran on the server. They are messages of the response; in a stream, each may be split into
/// several deltas.
/// </summary>
internal sealed class HostedToolResults
{
    private readonly List<PendingResult> _results = [];
    private readonly Dictionary<string, PendingResult> _resultsById = new(StringComparer.Ordinal);
    private readonly Dictionary<int, PendingResult> _lastResultByIndex = [];

    /// <summary>Whether a result was collected that is not in the contents yet.</summary>
    internal bool HasPending => _results.Count > 0;

    /// <summary>Returns whether a message without a role continues a tool result.</summary>
    internal bool IsContinuedBy(DeltaMessage message) => message.Role is null && Find(message) is not null;

    internal void Add(DeltaMessage message)
    {
        var result = Find(message);
        if (result is null)
        {
            _results.Add(result = new());
            if (message.Index is { } index)
                _lastResultByIndex[index] = result;
        }

        if (result.CallId is null && ToolCallMapping.NormalizeId(message.ToolCallId) is { } id)
            _resultsById[result.CallId = id] = result;
        result.Chunks.AddRange(message.Content ?? (IEnumerable<ContentChunk>)[]);
    }

    /// <summary>Moves the collected results to <paramref name="contents"/>, after the calls they belong to.</summary>
    internal void Flush(ToolCallAccumulator toolCalls, IList<AIContent> contents)
    {
        if (_results.Count == 0)
            return;

        foreach (var result in _results)
            result.CallId = toolCalls.FlushHosted(result.CallId, contents);
        foreach (var result in _results)
            contents.Add(new FunctionResultContent(result.CallId ?? "", result.ToValue()));
        _results.Clear();
        _resultsById.Clear();
        _lastResultByIndex.Clear();
    }

    // The results of parallel calls may be interleaved: the ID or the index identifies the result a delta belongs to.
    private PendingResult? Find(DeltaMessage message)
    {
        var id = ToolCallMapping.NormalizeId(message.ToolCallId);
        if (id is not null && _resultsById.TryGetValue(id, out var result))
            return result;

        return message.Index is { } index && _lastResultByIndex.TryGetValue(index, out var last) && (id is null || last.CallId is null)
            ? last
            : null;
    }

    private sealed class PendingResult
    {
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
