namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Takes the prefix off an answer: the API repeats it, and whoever puts the two together would read it twice. The echo may come in any
/// number of pieces.
/// </summary>
internal sealed class PrefixStripper(string prefix)
{
    private int _matched;
    private bool _over;

    /// <summary>What of a piece of text is not the echo.</summary>
    internal string Strip(string text)
    {
        if (_over)
            return text;

        var length = Math.Min(text.Length, prefix.Length - _matched);
        if (string.CompareOrdinal(text, 0, prefix, _matched, length) != 0)
            return Complete() + text;

        _matched += length;
        _over = _matched == prefix.Length;
        return text.Substring(length);
    }

    /// <summary>What was taken for the beginning of the echo and was none.</summary>
    internal string Complete()
    {
        var held = _over ? "" : prefix.Substring(0, _matched);
        _over = true;
        return held;
    }
}
