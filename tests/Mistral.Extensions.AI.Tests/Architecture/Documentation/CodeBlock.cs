using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture.Documentation;

/// <summary>
/// A C# block of a documentation page. The line that opens the block may name assemblies that the code needs and that an application has to
/// add, for example <c>```csharp Microsoft.Extensions.AI</c>. Readers do not see these names.
/// </summary>
/// <param name="Page">The path of the page, relative to the root of the repository.</param>
/// <param name="Line">The number of the first line of the code, counted from 0.</param>
internal sealed partial record CodeBlock(string Page, int Line, string Code, IReadOnlyList<string> Assemblies)
{
    /// <summary>The pages of which all C# blocks are compiled.</summary>
    internal static IEnumerable<string> Pages =>
        from file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.Combine(folder, "README.md")))
            .Append(Path.Combine(Repository.Root, "README.md"))
        where File.Exists(file)
        let page = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        orderby page
        select page;

    /// <summary>Whether the block is a whole program: it starts with its using directives.</summary>
    internal bool IsProgram => Code.StartsWith("using ", StringComparison.Ordinal) && UsingDirective().IsMatch(Code);

    internal static IReadOnlyList<CodeBlock> Read(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");
        return [.. Block().Matches(text).Select(block => new CodeBlock(
            page,
            text.AsSpan(0, block.Groups["code"].Index).Count('\n'),
            block.Groups["code"].Value,
            block.Groups["assemblies"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }

    [GeneratedRegex(@"^```csharp(?<assemblies>[^\n]*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex UsingDirective();
}
