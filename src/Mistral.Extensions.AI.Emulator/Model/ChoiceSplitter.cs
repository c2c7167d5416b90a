namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Splits choices that are complete into the updates of a stream.</summary>
internal static class ChoiceSplitter
{
    /// <summary>Creates the updates. Those of several choices are interleaved.</summary>
    /// <param name="completion">The choices.</param>
    /// <param name="textInLastUpdate">Whether the last update of a choice has the last text.</param>
    public static async IAsyncEnumerable<ChoiceUpdate> SplitAsync(Completion completion, bool textInLastUpdate)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var update in Interleave(completion.Choices.Select((choice, index) => Split(choice, index, textInLastUpdate))))
            yield return update;
    }

    private static IEnumerable<ChoiceUpdate> Split(GeneratedChoice choice, int index, bool textInLastUpdate)
    {
        var texts = choice.TextChunks ?? Tokenizer.Split(choice.Text);
        if (choice.Thinking is { Length: > 0 })
        {
            var thinking = Tokenizer.Split(choice.Thinking);
            foreach (var token in thinking.SkipLast(1))
                yield return new(index) { Thinking = token };
            yield return new(index) { Thinking = thinking[^1], ClosesThinking = true, Text = texts.Count > 0 ? texts[0] : null };
            texts = [.. texts.Skip(1)];
        }
        var lastText = textInLastUpdate && choice.ToolCalls.Count == 0 && texts.Count > 0 ? texts[^1] : null;
        foreach (var text in lastText is null ? texts : texts.SkipLast(1))
            yield return new(index) { Text = text };
        yield return new(index) { Text = lastText, ToolCalls = choice.ToolCalls, FinishReason = choice.FinishReason };
    }

    private static IEnumerable<ChoiceUpdate> Interleave(IEnumerable<IEnumerable<ChoiceUpdate>> streams)
    {
        var remaining = streams.Select(stream => stream.GetEnumerator()).ToList();
        while (remaining.Count > 0)
        {
            remaining.RemoveAll(stream => !stream.MoveNext());
            foreach (var stream in remaining)
                yield return stream.Current;
        }
    }
}
