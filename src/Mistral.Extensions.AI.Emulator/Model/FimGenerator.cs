using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// What goes between a prompt and a suffix: behind the head of a function a line that returns the sum of its parameters,
/// else a comment that names the lines on both sides. The rules stand in the README.
/// </summary>
internal sealed partial class FimGenerator(string prompt, string suffix)
{
    private static readonly string[] ReceiverParameters = ["self", "cls", "this"];

    private readonly string _commentPrefix = prompt.AsSpan().ContainsAny("{;") || prompt.Contains("//", StringComparison.Ordinal) ? "//" : "#";

    /// <param name="minTokens">A middle with fewer tokens is filled up with a comment.</param>
    public string Generate(int minTokens)
    {
        var head = FunctionHeaderRegex.Match(prompt);
        var text = head.Success ? CreateReturnStatement(head) : CreateComment();
        var missing = minTokens - Tokenizer.Count(text);
        if (missing > 0)
            text += $"\n{_commentPrefix}{string.Concat(Enumerable.Repeat(" more", missing - 1))}";
        // Without a line break the suffix would run into the comment.
        return suffix.Length == 0 || suffix.StartsWith('\n') || suffix.StartsWith('\r') ? text : text + "\n";
    }

    private string CreateComment()
    {
        var before = SplitLines(prompt).LastOrDefault() is { } last ? $"\"{last}\"" : "the beginning";
        var after = SplitLines(suffix).FirstOrDefault() is { } first ? $"\"{first}\"" : "the end";
        return $"{_commentPrefix} The emulator fills in between {before} and {after}.";
    }

    private static string CreateReturnStatement(Match header)
    {
        var names = header.Groups["parameters"].Value.Split(',').Select(GetParameterName).Where(name => name.Length > 0 && !ReceiverParameters.Contains(name));
        var sum = string.Join(" + ", names);
        var opening = header.Groups["opening"].Value;
        var end = opening == ":" ? "" : ";";
        var gap = header.Groups["gap"].Value;
        if (opening == "=>")
            return $"{(gap.Length == 0 ? " " : "")}{(sum.Length == 0 ? "default" : sum)}{end}";
        return $"{GetIndentation(header.Groups["indent"].Value, gap)}return{(sum.Length == 0 ? "" : " ")}{sum}{end}";
    }

    /// <summary>What is missing of a new line, four deeper than the head, behind the white space the prompt ends with.</summary>
    private static string GetIndentation(string headerIndentation, string trailingWhitespace) => trailingWhitespace switch
    {
        _ when !trailingWhitespace.Contains('\n', StringComparison.Ordinal) => $"\n{headerIndentation}    ",
        _ when trailingWhitespace.EndsWith('\n') => $"{headerIndentation}    ",
        _ => "",
    };

    /// <summary>Of "int a", "a: int" and "a = 1" alike: a.</summary>
    private static string GetParameterName(string parameter)
    {
        var declared = parameter.Split(':', '=')[0].Trim();
        return declared.Split([' ', '\t', '\n', '*', '&']).LastOrDefault() ?? "";
    }

    private static IEnumerable<string> SplitLines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A line with parameters in parentheses that ends in what opens a body, unless a statement stands before them.</summary>
    [GeneratedRegex(
        @"^(?<indent>[ \t]*)[^\n()]*(?<!\b(?:if|elif|while|for|foreach|switch|catch|using|lock)\s*)"
        + @"\((?<parameters>[^()]*)\)[^()]*?(?<opening>:|\{|=>)(?<gap>\s*)\z", RegexOptions.Multiline)]
    private static partial Regex FunctionHeaderRegex { get; }
}
