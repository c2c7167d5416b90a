using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>The updates of a stream that have not been moderated, and their text.</summary>
internal sealed class StreamedBlock(ILogger logger)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private ModeratedText _text = new(logger);
    private string _previousText = "";

    /// <summary>The updates since the last call of <see cref="Clear"/>.</summary>
    internal IEnumerable<ChatResponseUpdate> Updates => _updates;

    /// <summary>Splits a stream into blocks. The caller calls <see cref="Clear"/> before it reads the next block.</summary>
    /// <param name="updates">The stream.</param>
    /// <param name="length">
    /// The minimum number of characters of a block that is not the last one. It ends between two words, or when it is twice as long: part
    /// of a word can look harmless. If there is no text yet, an update without text is a block.
    /// </param>
    /// <param name="logger">The logger for function results that cannot be converted.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal static async IAsyncEnumerable<StreamedBlock> SplitAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        int length,
        ILogger logger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new StreamedBlock(logger);
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (block._text.Length >= length && (block._text.Length / 2 >= length || !block._text.IsContinuedBy(update.Contents)))
                yield return block;

            block._updates.Add(update);
            block._text.Add(update.Contents);
            if (block._text.Length is 0)
                yield return block;
        }

        yield return block;
    }

    /// <summary>
    /// Gets the text to moderate: that of this block after that of the block before it, because a text can be harmful only as a whole.
    /// Empty if the block has no text.
    /// </summary>
    internal string GetText()
    {
        var text = _text.ToString();
        return string.IsNullOrWhiteSpace(text) ? "" : _previousText + text;
    }

    /// <summary>Begins the next block.</summary>
    internal void Clear()
    {
        if (_text.Length > 0)
            (_previousText, _text) = (_text.ToString(), new(logger));
        _updates.Clear();
    }
}
