using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>
/// The C# blocks of a documentation page. A block that is also in a test file is known to compile. Indentation, empty lines and
/// <c>using</c> directives are not compared.
/// </summary>
internal static partial class DocumentedCode
{
    /// <summary>Asserts that a test file contains the blocks of a section, except blocks with code before a migration.</summary>
    internal static void AssertIsIn(string testFile, string page, string heading)
    {
        var section = ReadFile(page).Split("\n## ").Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));
        var blocks = Block().Matches(section)
            .Where(block => !block.Groups["introduction"].Value.EndsWith("before:", StringComparison.OrdinalIgnoreCase))
            .Select(block => Normalize(block.Groups["code"].Value)).ToList();
        var code = Normalize(ReadFile(testFile));

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, code, StringComparison.Ordinal));
    }

    private static string Normalize(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !UsingDirective().IsMatch(line)));

    private static string ReadFile(string path) => File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^(?<introduction>[^\n]*)\n\n```csharp[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();
}
