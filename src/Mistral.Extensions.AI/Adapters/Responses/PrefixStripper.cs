namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Removes the prefix from the start of a response. The API repeats the text of a prefix message, so a caller who appends the response to
/// the prefix would get it twice. In a stream the prefix may be spread over any number of chunks.
/// </summary>
internal sealed class PrefixStripper(string prefix)
{
    private int _matchedLength;
    private bool _done;

    /// <summary>Returns the part of the next text of the response that does not repeat the prefix.</summary>
    internal string Strip(string text)
    {
        if (_done)
            return text;

        var length = Math.Min(text.Length, prefix.Length - _matchedLength);
        if (string.CompareOrdinal(text, 0, prefix, _matchedLength, length) != 0)
            return Complete() + text;

        _matchedLength += length;
        _done = _matchedLength == prefix.Length;
        return text.Substring(length);
    }

    /// <summary>Ends the matching and returns the text that matched only a part of the prefix, which belongs to the response.</summary>
    internal string Complete()
    {
        var partialMatch = _done ? "" : prefix.Substring(0, _matchedLength);
        _done = true;
        return partialMatch;
    }
}
