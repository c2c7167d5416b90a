using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>Formats bodies for the output, without keys and other secrets.</summary>
internal static partial class BodyText
{
    private const int MaxLength = 10_000;

    private static readonly string[] TextTypes = ["application/json", "application/jsonl", "application/x-www-form-urlencoded", "text/"];

    /// <summary>Appends a body; nothing if it is empty.</summary>
    /// <param name="text">The text to append to.</param>
    /// <param name="prefix">The start of each line, so that no line of a body looks like one of the program.</param>
    /// <param name="body">The body, or its start.</param>
    /// <param name="length">The length of the whole body in bytes.</param>
    /// <param name="contentType">The content type; null for none.</param>
    public static void Append(StringBuilder text, string prefix, ReadOnlyMemory<byte> body, long length, string? contentType)
    {
        if (contentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true)
            text.Append(prefix).Append("(multipart/form-data)\n");
        else if (length > 0 && !TextTypes.Any(type => contentType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) is true))
            text.Append(CultureInfo.InvariantCulture, $"{prefix}({length} bytes, {contentType ?? "no content type"})\n");
        else if (length > 0)
            AppendLines(text, prefix, body, length);
    }

    private static void AppendLines(StringBuilder text, string prefix, ReadOnlyMemory<byte> body, long length)
    {
        var all = Secret().Replace(Encoding.UTF8.GetString(body.Span), "$1\"***\"");
        var shown = all.Length > MaxLength ? all[..MaxLength] : all;
        foreach (var line in shown.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var printable = string.Concat(line.Select(character => char.IsControl(character) ? ' ' : character));
            text.Append(prefix).Append(printable.TrimEnd()).Append('\n');
        }
        if (shown.Length < all.Length || body.Length < length)
            text.Append(CultureInfo.InvariantCulture, $"{prefix}({length} bytes)\n");
    }

    /// <summary>A property of a JSON object whose value is a secret: a string, or an object with a secret.</summary>
    [GeneratedRegex(
        """("(?:api_?key|authorization|password|secret|client_secret|access_token|refresh_token)"\s*:\s*)"""
            + """(?:"(?:[^"\\]|\\.)*"?|\{[^{}]*\}?)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
