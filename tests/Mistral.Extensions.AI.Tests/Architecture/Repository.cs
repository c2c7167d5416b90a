using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>The folders and source files of the repository.</summary>
internal static partial class Repository
{
    internal static readonly string Root = FindRoot();

    internal static readonly string Library = Path.Combine(Root, "src", "Mistral.Extensions.AI");

    internal static readonly string Emulator = Path.Combine(Root, "src", "Mistral.Extensions.AI.Emulator");

    internal static readonly string DataIngestionPackage = Path.Combine(Root, "src", "Mistral.Extensions.AI.DataIngestion");

    internal static readonly string HostingPackage = Path.Combine(Root, "src", "Mistral.Extensions.AI.Hosting");

    internal static readonly string SemanticKernelPackage = Path.Combine(Root, "src", "Mistral.Extensions.AI.SemanticKernel");

    /// <summary>Gets the C# files of a folder and its subfolders, except those in <c>bin</c> and <c>obj</c>.</summary>
    internal static IEnumerable<string> GetSourceFiles(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !BuildFolder().IsMatch(Path.GetRelativePath(Root, file)));

    /// <summary>Reads the code of a file without comments and string literals.</summary>
    internal static string ReadCode(string file) => CommentOrString().Replace(File.ReadAllText(file), "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mistral.Extensions.AI.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} contains Mistral.Extensions.AI.sln. Run the tests within the repository.");
    }

    [GeneratedRegex(@"(^|[\\/])(bin|obj)[\\/]")]
    private static partial Regex BuildFolder();

    [GeneratedRegex(
        @"'(?:\\.|[^'\\\n])'|//[^\n]*|/\*.*?\*/|""{3}.*?""{3}|@""(?:""""|[^""])*""|""(?:\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();
}
