using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Chat;

namespace Mistral.Extensions.AI.Emulator.Fim;

/// <summary>
/// What goes between a prompt and a suffix: behind the head of a function a line that returns the sum of its parameters,
/// else a comment that names the lines on both sides. The rules stand in the README.
/// </summary>
internal sealed partial class Middle(string prompt, string suffix)
{
    private static readonly string[] Receivers = ["self", "cls", "this"];

    private readonly string _mark = prompt.AsSpan().ContainsAny("{;") || prompt.Contains("//", StringComparison.Ordinal) ? "//" : "#";

    /// <param name="minTokens">A middle with fewer tokens is filled up with a comment.</param>
    public string Write(int minTokens)
    {
        var head = HeadForm.Match(prompt);
        var text = head.Success ? Return(head) : Comment();
        var missing = minTokens - Tokens.Count(text);
        if (missing > 0)
            text += $"\n{_mark}{string.Concat(Enumerable.Repeat(" more", missing - 1))}";
        // Without a line break the suffix would run into the comment.
        return suffix.Length == 0 || suffix.StartsWith('\n') || suffix.StartsWith('\r') ? text : text + "\n";
    }

    private string Comment()
    {
        var before = Lines(prompt).LastOrDefault() is { } last ? $"\"{last}\"" : "the beginning";
        var after = Lines(suffix).FirstOrDefault() is { } first ? $"\"{first}\"" : "the end";
        return $"{_mark} The emulator fills in between {before} and {after}.";
    }

    private static string Return(Match head)
    {
        var names = head.Groups["parameters"].Value.Split(',').Select(NameOf).Where(name => name.Length > 0 && !Receivers.Contains(name));
        var sum = string.Join(" + ", names);
        var opening = head.Groups["opening"].Value;
        var end = opening == ":" ? "" : ";";
        var gap = head.Groups["gap"].Value;
        if (opening == "=>")
            return $"{(gap.Length == 0 ? " " : "")}{(sum.Length == 0 ? "default" : sum)}{end}";
        return $"{Indent(head.Groups["indent"].Value, gap)}return{(sum.Length == 0 ? "" : " ")}{sum}{end}";
    }

    /// <summary>What is missing of a new line, four deeper than the head, behind the white space the prompt ends with.</summary>
    private static string Indent(string ofHead, string gap) => gap switch
    {
        _ when !gap.Contains('\n', StringComparison.Ordinal) => $"\n{ofHead}    ",
        _ when gap.EndsWith('\n') => $"{ofHead}    ",
        _ => "",
    };

    /// <summary>Of "int a", "a: int" and "a = 1" alike: a.</summary>
    private static string NameOf(string parameter)
    {
        var declared = parameter.Split(':', '=')[0].Trim();
        return declared.Split([' ', '\t', '\n', '*', '&']).LastOrDefault() ?? "";
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A line with parameters in parentheses that ends in what opens a body, unless a statement stands before them.</summary>
    [GeneratedRegex(
        @"^(?<indent>[ \t]*)[^\n()]*(?<!\b(?:if|elif|while|for|foreach|switch|catch|using|lock)\s*)"
        + @"\((?<parameters>[^()]*)\)[^()]*?(?<opening>:|\{|=>)(?<gap>\s*)\z", RegexOptions.Multiline)]
    private static partial Regex HeadForm { get; }
}
