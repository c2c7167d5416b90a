namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>
/// Detects the end of a JSON object that arrives in fragments. Each character is read once: parsing the whole text after each fragment
/// would take quadratic time.
/// </summary>
internal sealed class JsonObjectTracker
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Whether the text so far ends with the closing brace of the object. Whether it is valid JSON is not checked.</summary>
    internal bool IsComplete { get; private set; }

    internal void Append(string? text)
    {
        foreach (var character in text ?? "")
        {
            if (_isInString)
                ReadInString(character);
            else
                Read(character);
        }
    }

    private void Read(char character)
    {
        _isInString = character is '"';
        _depth += character switch
        {
            '{' or '[' => 1,
            '}' or ']' => -1,
            _ => 0,
        };
        IsComplete = character is '}' && _depth == 0;
    }

    private void ReadInString(char character)
    {
        _isInString = _isEscaped || character is not '"';
        _isEscaped = !_isEscaped && character is '\\';
    }
}
