using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>
/// The dependencies between the folders of the library and of the emulator. Each folder is a namespace, so the using directives of a file
/// are its dependencies. A folder may always use the types of the folders that contain it.
/// </summary>
public sealed partial class DependencyTests
{
    private const string LibraryNamespace = "Mistral.Extensions.AI";

    /// <summary>The folder that registers the client of the root as a service, and therefore may use all types of the root.</summary>
    private const string RegistrationFolder = "DependencyInjection";

    /// <summary>The folders whose requests can be part of a batch job.</summary>
    private static readonly string[] BatchEndpoints = ["Audio", "Chat", "Classifiers", "Conversations", "Embeddings", "Fim", "Ocr"];

    private static readonly string[] LibrarySharedTypes =
        [
            "BatchChatRequest",
            "MistralException",
            "MistralRateLimit",
            "MistralRateLimiter",
            "MistralRequestInfo",
            "MistralRequestSettings",
            "MistralResponseInfo",
            "MistralStreamEvent",
        ];

    /// <summary>Each folder of a project and the folders it may use. A new folder needs a new line here.</summary>
    private static readonly Dictionary<string, Project> Projects = new()
    {
        ["library"] = new(Repository.Library, LibraryNamespace, LibrarySharedTypes, new()
        {
            ["Json"] = [],
            ["Media"] = [],
            ["Http.Content"] = [],
            ["Http.Retries"] = ["Http.Content"],
            ["Http.Errors"] = ["Http.Content", "Http.Retries", "Json"],
            ["Http.RateLimits"] = ["Http.Content", "Http.Errors"],
            ["Http.Credentials"] = [],
            ["Http.Hosts"] = [],
            ["Http"] =
                ["Http.Content", "Http.Credentials", "Http.Errors", "Http.Hosts", "Http.RateLimits", "Http.Retries", "Json"],
            ["Models"] = ["Http", "Json"],
            ["Chat"] = ["Http", "Http.Content", "Json", "Media"],
            ["Files"] = ["Http", "Http.Content", "Json", "Media"],
            ["Embeddings"] = ["Chat", "Http", "Json"],
            ["Fim"] = ["Chat", "Http", "Json"],
            ["Conversations"] = ["Chat", "Http", "Json"],
            ["Agents"] = ["Chat", "Conversations", "Http", "Json"],
            ["Libraries"] = ["Files", "Http", "Http.Content", "Json"],
            ["Connectors"] = ["Http", "Json"],
            ["FineTuning"] = ["Http", "Json", "Models"],
            ["Audio"] = ["Chat", "Files", "Http", "Http.Content", "Json"],
            ["Ocr"] = ["Chat", "Files", "Http", "Http.Content", "Json", "Media"],
            ["Classifiers"] = ["Chat", "Http", "Json"],
            ["Batch.Runs"] = ["Files", "Json"],
            ["Batch"] = ["Batch.Runs", "Files", "Http", "Http.Content", "Http.Errors", "Json", .. BatchEndpoints],
            ["Adapters.Conversations"] = ["Chat"],
            ["Adapters.Requests"] = ["Adapters.Conversations", "Adapters.Schemas", "Chat", "Media"],
            ["Adapters.Schemas"] = ["Json"],
            ["Adapters.Responses"] = ["Adapters.Conversations", "Chat", "Media"],
            ["Adapters.Converters"] =
                ["Adapters.Conversations", "Adapters.Requests", "Adapters.Responses", "Chat"],
            ["Adapters.Completions"] = ["Adapters.Conversations", "Adapters.Requests", "Adapters.Responses", "Chat"],
            ["Adapters.Embeddings"] = ["Adapters.Completions", "Adapters.Responses", "Embeddings"],
            ["Adapters.HostedConversations"] =
                ["Adapters.Conversations", "Adapters.Requests", "Adapters.Responses", "Chat", "Conversations", "Json"],
            ["Adapters.Files"] = ["Adapters.Responses", "Files", "Media"],
            ["Adapters.Audio"] = ["Adapters.Responses", "Audio", "Files", "Media"],
            ["Adapters.Batch"] = ["Adapters.Responses", "Batch", "Chat", "Http", "Json"],
            ["Adapters.Ocr"] = ["Json", "Ocr"],
            ["Adapters.Moderation"] = ["Adapters.Requests", "Chat", "Classifiers", "Media"],
            ["Adapters"] = ["Adapters.Requests", "Adapters.Responses", "Chat", "Models"],
            [RegistrationFolder] = ["Http", "Http.Credentials", "Http.Errors", "Http.RateLimits", "Http.Retries"],
        }),
        ["hosting"] = new(Repository.HostingPackage, $"{LibraryNamespace}.Hosting", SharedTypes: [], new()),
        ["emulator"] = new(
            Repository.Emulator,
            $"{LibraryNamespace}.Emulator",
            SharedTypes:
            [
                "CompletedResponse", "MistralEmulatorOptions", "RandomFault", "RateLimitQuota", "RecordedRequest", "RecordingMode",
                "RequestMatch", "ResponseTiming", "ScriptedBatchJob", "ScriptedConnectorTool", "ScriptedResponse", "ScriptedToolCall",
            ],
            new()
            {
                ["Json"] = [],
                ["Documents"] = [],
                ["Validation"] = ["Json"],
                ["Storage"] = [],
                ["Audio"] = [],
                ["Scripts"] = ["Json", "Validation"],
                ["Hosting"] = ["Json", "Model", "Scripts", "Validation"],
                ["Recording"] = ["Hosting", "Json", "Scripts", "Validation"],
                ["Control"] = ["Hosting", "Json", "Scripts", "Validation"],
                ["Model"] = ["Documents", "Json", "Storage", "Validation"],
                ["Model.ChatClients"] = ["Documents", "Json", "Model", "Storage"],
                ["Tools"] = ["Documents", "Json", "Model", "Storage"],
                ["Endpoints"] = ["Hosting", "Json", "Model", "Storage", "Validation"],
                ["Endpoints.Files"] = ["Documents", "Hosting", "Json", "Storage", "Validation"],
                ["Endpoints.Batch"] = ["Documents", "Hosting", "Json", "Model", "Storage", "Validation"],
                ["Endpoints.Models"] = ["Hosting", "Json", "Model", "Validation"],
                ["Endpoints.Embeddings"] = ["Hosting", "Json", "Model", "Validation"],
                ["Endpoints.Chat"] = ["Documents", "Hosting", "Json", "Model", "Storage", "Validation"],
                ["Endpoints.Agents"] = ["Endpoints.Chat", "Hosting", "Json", "Model", "Validation"],
                ["Endpoints.Conversations"] =
                    ["Endpoints.Agents", "Endpoints.Chat", "Hosting", "Json", "Model", "Tools", "Validation"],
                ["Endpoints.Connectors"] = ["Hosting", "Json", "Tools", "Validation"],
                ["Endpoints.Libraries"] =
                    ["Documents", "Endpoints.Files", "Hosting", "Json", "Model", "Storage", "Tools", "Validation"],
                ["Endpoints.Classifiers"] = ["Endpoints.Chat", "Hosting", "Json", "Model", "Validation"],
                ["Endpoints.FineTuning"] = ["Hosting", "Json", "Model", "Storage", "Validation"],
                ["Endpoints.Fim"] = ["Endpoints.Chat", "Hosting", "Json", "Model", "Validation"],
                ["Endpoints.Audio"] = ["Audio", "Hosting", "Json", "Model", "Storage", "Validation"],
                ["Endpoints.Audio.Realtime"] = ["Audio", "Hosting", "Json", "Model", "Validation"],
                ["Endpoints.Ocr"] = ["Documents", "Endpoints.Chat", "Hosting", "Json", "Model", "Storage", "Validation"],
            }),
    };

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Every_source_folder_is_listed_with_its_allowed_dependencies(string name)
    {
        var project = Projects[name];

        Assert.Equal(
            project.AllowedDependencies.Keys.Order(StringComparer.Ordinal),
            project.GetFolderFiles().Select(project.GetFolder).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Folders_reference_only_allowed_folders(string name)
    {
        var project = Projects[name];

        var violations =
            from file in project.GetFolderFiles()
            let folder = project.GetFolder(file)
            from used in project.GetUsedFolders(file)
            where used != folder && !project.AllowedDependencies[folder].Contains(used)
            select $"{GetRelativePath(file)} uses {used}";

        Assert.Empty(violations);
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Allowed_dependencies_have_no_cycle(string name)
    {
        var remaining = Projects[name].AllowedDependencies.ToDictionary(folder => folder.Key, folder => folder.Value.ToHashSet());
        while (remaining.FirstOrDefault(folder => !folder.Value.Overlaps(remaining.Keys)).Key is { } independent)
            remaining.Remove(independent);

        Assert.Empty(remaining.Keys);
    }

    [Theory]
    [InlineData("library", "MistralClient")]
    [InlineData("emulator", "MistralEmulator")]
    public void Folders_reference_only_shared_types_of_the_root(string name, string entryPoint)
    {
        var project = Projects[name];
        var rootTypes = Directory.GetFiles(project.Folder, "*.cs")
            .Select(Path.GetFileNameWithoutExtension).Except(project.SharedTypes).ToList();

        var violations =
            from file in project.GetFolderFiles()
            where project.GetFolder(file) != RegistrationFolder
            let identifiers = Identifier().Matches(Repository.ReadCode(file)).Select(match => match.Value).ToHashSet()
            from type in rootTypes
            where identifiers.Contains(type!)
            select $"{GetRelativePath(file)} uses {type}";

        Assert.Contains(entryPoint, rootTypes);
        Assert.Empty(violations);
    }

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Fully_qualified_names_of_the_project_are_not_used(string name)
    {
        var project = Projects[name];
        var qualifiedName = new Regex(
            $@"^(?!\s*(using|namespace)\b).*\b{Regex.Escape(project.RootNamespace)}\.", RegexOptions.Multiline);

        var violations =
            from file in Repository.GetSourceFiles(project.Folder)
            where qualifiedName.IsMatch(Repository.ReadCode(file))
            select GetRelativePath(file);

        Assert.Empty(violations);
    }

    [Fact]
    public void Only_adapters_and_registration_reference_Microsoft_Extensions_AI()
    {
        var library = Projects["library"];
        var users = library.GetFolderFiles().Where(file => library.GetFolder(file) != RegistrationFolder)
            .Where(file => Repository.ReadCode(file).Contains("Microsoft.Extensions.AI", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.StartsWith("Adapters", library.GetFolder(file), StringComparison.Ordinal));
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

    private static string GetRelativePath(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Identifier();

    // A using directive or a qualified name of the library, but not of the emulator.
    [GeneratedRegex($@"\b{LibraryNamespace}\b(?!\.Emulator)")]
    private static partial Regex LibraryReference();

    /// <summary>A project under test.</summary>
    /// <param name="Folder">The folder of the project file.</param>
    /// <param name="RootNamespace">The namespace of the files in this folder.</param>
    /// <param name="SharedTypes">The types in this folder that every other folder may use.</param>
    /// <param name="AllowedDependencies">Each folder below, with dots as in its namespace, and the folders it may use.</param>
    private sealed record Project(
        string Folder, string RootNamespace, string[] SharedTypes, Dictionary<string, string[]> AllowedDependencies)
    {
        public IEnumerable<string> GetFolderFiles() => Repository.GetSourceFiles(Folder).Where(file => GetFolder(file).Length > 0);

        /// <summary>The folder of a file below the project folder, with dots as in its namespace; empty at the root.</summary>
        public string GetFolder(string file) => string.Join('.', Path.GetRelativePath(Folder, file).Split('/', '\\').SkipLast(1));

        /// <summary>The folders in the using directives and the namespace of a file.</summary>
        public IEnumerable<string> GetUsedFolders(string file) => Regex
            .Matches(
                Repository.ReadCode(file),
                $@"^\s*(using|namespace)\s+(static\s+)?{Regex.Escape(RootNamespace)}\.(?<folder>[\w.]+);",
                RegexOptions.Multiline)
            .Select(match => GetExistingFolder(match.Groups["folder"].Value)).Distinct();

        /// <summary>A static using directive ends with the name of a type, which is not a folder.</summary>
        private string GetExistingFolder(string name) =>
            AllowedDependencies.ContainsKey(name) || !name.Contains('.') ? name : GetExistingFolder(name[..name.LastIndexOf('.')]);
    }
}
