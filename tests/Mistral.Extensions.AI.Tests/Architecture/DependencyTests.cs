using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>
/// The dependencies between the folders of the library and of the emulator. Each folder is a namespace, so the using directives of a file
/// are its dependencies. A folder may always use the types of the folders that contain it.
/// </summary>
public sealed partial class DependencyTests
{
    private const string RootNamespace = "Mistral.Extensions.AI";

    /// <summary>Each folder of the library and the folders it may use. A new folder needs a new line here.</summary>
    private static readonly Dictionary<string, string[]> AllowedDependencies = new()
    {
        ["Json"] = [],
        ["Media"] = [],
        ["Http.Content"] = [],
        ["Http.Retries"] = ["Http.Content"],
        ["Http.Errors"] = ["Http.Content", "Http.Retries"],
        ["Http"] = ["Http.Content", "Http.Errors", "Http.Retries"],
        ["Models"] = ["Http"],
        ["Chat"] = ["Http", "Json"],
        ["Embeddings"] = ["Chat", "Http", "Json"],
        ["Fim"] = ["Chat", "Http", "Json"],
        ["Ocr"] = ["Chat", "Http", "Json", "Media"],
        ["Adapters.Conversations"] = ["Chat"],
        ["Adapters.Requests"] = ["Chat", "Media"],
        ["Adapters.Responses"] = ["Adapters.Conversations", "Chat"],
        ["Adapters.Embeddings"] = ["Adapters.Responses", "Embeddings"],
        ["Adapters.Ocr"] = ["Ocr"],
        ["Adapters"] = ["Adapters.Conversations", "Adapters.Requests", "Adapters.Responses", "Chat"],
    };

    /// <summary>The files at the root of the library that every folder may use.</summary>
    private static readonly string[] SharedTypes = ["MistralException", "MistralRateLimit"];

    [Fact]
    public void Every_source_folder_has_allowed_dependencies() =>
        Assert.Equal(
            AllowedDependencies.Keys.Order(StringComparer.Ordinal),
            GetFolderFiles().Select(GetFolder).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Folders_reference_only_allowed_folders()
    {
        var violations =
            from file in GetFolderFiles()
            let folder = GetFolder(file)
            from used in NamespaceReference().Matches(Repository.ReadCode(file)).Select(match => match.Groups["folder"].Value).Distinct()
            where used != folder && !AllowedDependencies[folder].Contains(used)
            select $"{GetRelativePath(file)} uses {used}";

        Assert.Empty(violations);
    }

    [Fact]
    public void Allowed_dependencies_have_no_cycle()
    {
        var remaining = AllowedDependencies.ToDictionary(folder => folder.Key, folder => folder.Value.ToHashSet());
        while (remaining.FirstOrDefault(folder => !folder.Value.Overlaps(remaining.Keys)).Key is { } independent)
            remaining.Remove(independent);

        Assert.Empty(remaining.Keys);
    }

    [Fact]
    public void Folders_reference_only_shared_types_of_the_root()
    {
        var rootTypes = Directory.GetFiles(Repository.Library, "*.cs")
            .Select(Path.GetFileNameWithoutExtension).Except(SharedTypes).ToList();

        var violations =
            from file in GetFolderFiles()
            let identifiers = Identifier().Matches(Repository.ReadCode(file)).Select(match => match.Value).ToHashSet()
            from type in rootTypes
            where identifiers.Contains(type!)
            select $"{GetRelativePath(file)} uses {type}";

        Assert.Contains("MistralClient", rootTypes);
        Assert.Empty(violations);
    }

    [Fact]
    public void Only_adapters_reference_Microsoft_Extensions_AI()
    {
        var users = GetFolderFiles()
            .Where(file => Repository.ReadCode(file).Contains("Microsoft.Extensions.AI", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.StartsWith("Adapters", GetFolder(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Library_and_emulator_do_not_reference_each_other()
    {
        var library = Repository.GetSourceFiles(Repository.Library)
            .Where(file => Repository.ReadCode(file).Contains("Emulator", StringComparison.Ordinal));
        var emulator = Repository.GetSourceFiles(Repository.Emulator).Where(file => LibraryReference().IsMatch(Repository.ReadCode(file)));

        Assert.Empty(library.Select(GetRelativePath));
        Assert.Empty(emulator.Select(GetRelativePath));
        Assert.All(new[] { Repository.Library, Repository.Emulator }, folder => Assert.DoesNotContain(
            "ProjectReference", File.ReadAllText(Directory.GetFiles(folder, "*.csproj").Single()), StringComparison.Ordinal));
    }

    [Fact]
    public void Fully_qualified_names_of_the_library_are_not_used()
    {
        var violations =
            from file in Repository.GetSourceFiles(Repository.Library)
            where FullyQualifiedReference().IsMatch(Repository.ReadCode(file))
            select GetRelativePath(file);

        Assert.Empty(violations);
    }

    private static IEnumerable<string> GetFolderFiles() =>
        Repository.GetSourceFiles(Repository.Library).Where(file => GetFolder(file).Length > 0);

    /// <summary>The folder of a file below the project folder, with dots as in its namespace; empty at the root.</summary>
    private static string GetFolder(string file) =>
        string.Join('.', Path.GetRelativePath(Repository.Library, file).Split('/', '\\').SkipLast(1));

    private static string GetRelativePath(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex($@"^\s*(using|namespace)\s+(static\s+)?{RootNamespace}\.(?<folder>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceReference();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Identifier();

    // A using directive or a qualified name of the library, but not of the emulator.
    [GeneratedRegex($@"\b{RootNamespace}\b(?!\.Emulator)")]
    private static partial Regex LibraryReference();

    [GeneratedRegex($@"^(?!\s*(using|namespace)\b).*\b{RootNamespace}\.", RegexOptions.Multiline)]
    private static partial Regex FullyQualifiedReference();
}
