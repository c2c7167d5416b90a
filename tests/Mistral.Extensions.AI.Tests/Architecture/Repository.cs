using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The files these tests are about.</summary>
internal static partial class Repository
{
    internal static readonly string Root = FindRoot();

    internal static readonly string Library = Path.Combine(Root, "src", "Mistral.Extensions.AI");

    internal static readonly string Emulator = Path.Combine(Root, "src", "Mistral.Extensions.AI.Emulator");

    /// <summary>The C# files in a folder and below, without what the build puts there.</summary>
    internal static IEnumerable<string> GetSourceFiles(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !BuildFolder().IsMatch(Path.GetRelativePath(Root, file)));

    /// <summary>The code of a file: no comments, no strings.</summary>
    internal static string ReadCode(string file) => CommentOrString().Replace(File.ReadAllText(file), "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mistral.Extensions.AI.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run within the repository.");
    }

    [GeneratedRegex(@"(^|[\\/])(bin|obj)[\\/]")]
    private static partial Regex BuildFolder();

    [GeneratedRegex(@"'(?:\\.|[^'\\\n])'|//[^\n]*|/\*.*?\*/|""{3}.*?""{3}|@""(?:""""|[^""])*""|""(?:\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();
}
