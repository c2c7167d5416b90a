namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Parses an event stream as the HTML standard specifies (https://html.spec.whatwg.org/multipage/server-sent-events.html), line by line and
/// simple enough to be correct by inspection. Two differences: the end of the text ends an event, because servers rely on that, and the
/// type of an event without data applies to the next event.
/// </summary>
internal static class ReferenceSseParser
{
    /// <summary>Gets the events. Only the last one can be without the blank line that ends an event.</summary>
    internal static IEnumerable<(string Type, string Data, bool HasBlankLine)> Parse(string text)
    {
        var (type, data) = ("", new List<string>());
        var lines = SplitLines(text.StartsWith('\uFEFF') ? text[1..] : text).ToList();
        foreach (var (i, line) in lines.Append("").Index())
        {
            if (line.Length > 0)
            {
                var (field, value) = ParseField(line);
                if (field == "data")
                    data.Add(value);
                if (field == "event")
                    type = value;
                continue;
            }

            // The standard discards the type of an event without data. SseParser of .NET keeps it for the next event: that one then counts
            // as an error, which is safer than losing an "event: error".
            if (data.Count == 0)
                continue;

            yield return (type, string.Join('\n', data), i < lines.Count - 1);
            (type, data) = ("", []);
        }
    }

    private static IEnumerable<string> SplitLines(string text)
    {
        var line = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\r' or '\n'))
            {
                line += text[i];
                continue;
            }

            yield return line;
            line = "";
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                i++;
        }

        yield return line;
    }

    private static (string Name, string Value) ParseField(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return (line, "");

        var value = line[(colon + 1)..];
        return (line[..colon], value.StartsWith(' ') ? value[1..] : value);
    }
}
