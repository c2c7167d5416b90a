namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>
/// A text that starts with a prefix, as in the API. Some models repeat the prefix of a request and others do not. In a stream, the repeated
/// prefix can be in several texts.
/// </summary>
/// <param name="prefix">The prefix; empty for none.</param>
internal sealed class PrefixedText(string prefix)
{
    private bool _hasStarted;
    private int _repeatedLength;

    /// <summary>Whether it is already known if the model repeats the prefix.</summary>
    private bool _isDecided = prefix.Length == 0;

    /// <summary>Returns the text of the response for the next text of the model; empty for none.</summary>
    public string Append(string text) => text.Length == 0 ? "" : Start() + RemoveRepeated(text);

    /// <summary>Ends the text, and returns what is left of it.</summary>
    public string Complete() => Start() + Decide();

    private string Start()
    {
        if (_hasStarted)
            return "";
        _hasStarted = true;
        return prefix;
    }

    private string RemoveRepeated(string text)
    {
        if (_isDecided)
            return text;
        var length = Math.Min(text.Length, prefix.Length - _repeatedLength);
        if (string.CompareOrdinal(text, 0, prefix, _repeatedLength, length) != 0)
            return Decide() + text;
        _repeatedLength += length;
        _isDecided = _repeatedLength == prefix.Length;
        return text[length..];
    }

    /// <summary>Returns the text that looked like the start of the prefix.</summary>
    private string Decide()
    {
        var text = _isDecided ? "" : prefix[.._repeatedLength];
        _isDecided = true;
        return text;
    }
}
