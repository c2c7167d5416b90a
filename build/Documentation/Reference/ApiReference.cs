using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Documentation.Reference;

/// <summary>The public types of the packages, and the Markdown pages that describe them.</summary>
internal sealed class ApiReference
{
    /// <summary>The folder of the pages, relative to the root of the site.</summary>
    internal const string Folder = "docs/api";

    private readonly Dictionary<string, string> _linksByName;

    private ApiReference(CSharpCompilation compilation, IReadOnlyList<IAssemblySymbol> assemblies)
    {
        Packages = [.. assemblies.Select(assembly => assembly.Name)];
        Types = [.. assemblies.SelectMany(assembly => GetTypes(assembly.GlobalNamespace))
            .OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)];
        Links = new SymbolLinks(compilation, Types);
        _linksByName = CreateLinksByName();
    }

    /// <summary>The names of the packages.</summary>
    internal IReadOnlyList<string> Packages { get; }

    /// <summary>The public types, ordered by name.</summary>
    internal IReadOnlyList<INamedTypeSymbol> Types { get; }

    internal SymbolLinks Links { get; }

    /// <summary>Loads the packages of this repository whose assemblies are in a folder, with their XML documentation.</summary>
    internal static ApiReference Load(string folder)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path, documentation: GetDocumentation(path))).ToList();
        var compilation = CSharpCompilation.Create("Documentation", references: references);
        var packages = references
            .Where(reference => Path.GetDirectoryName(reference.FilePath) == Path.TrimEndingDirectorySeparator(folder))
            .Where(reference => Path.GetFileName(reference.FilePath)!.StartsWith("Mistral.Extensions.AI", StringComparison.Ordinal))
            .Select(reference => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!)
            .OrderBy(assembly => assembly.Name, StringComparer.Ordinal);
        return new ApiReference(compilation, [.. packages]);
    }

    /// <summary>Creates the pages: one for each namespace and one for each type.</summary>
    /// <returns>The Markdown of each page, by its path.</returns>
    internal IReadOnlyDictionary<string, string> CreatePages()
    {
        var documentation = new XmlDocumentation(Links);
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in Types)
            pages.Add($"{Folder}/{SymbolLinks.GetPage(type)}", new TypePage(type, Types, documentation).Create());

        foreach (var types in Types.Where(type => type.ContainingType is null).GroupBy(SymbolLinks.GetNamespace))
            pages.Add($"{Folder}/{types.Key}.md", NamespacePage.Create(types.Key, types, documentation));
        return pages;
    }

    /// <summary>Finds the page of a namespace, a type (<c>ChatApi</c>) or a member (<c>ChatApi.CompleteAsync</c>).</summary>
    /// <returns>The path and the anchor relative to <see cref="Folder"/>, or null if there is no such page, or several.</returns>
    internal string? FindPage(string name) => _linksByName.GetValueOrDefault(name);

    private static XmlDocumentationFile? GetDocumentation(string assembly) =>
        Path.ChangeExtension(assembly, ".xml") is var file && File.Exists(file) ? new XmlDocumentationFile(file) : null;

    private static IEnumerable<INamedTypeSymbol> GetTypes(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
        {
            INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type => GetTypes(type).Prepend(type),
            INamespaceSymbol child => GetTypes(child),
            _ => [],
        });

    private Dictionary<string, string> CreateLinksByName()
    {
        var namespaces = Types.Select(SymbolLinks.GetNamespace).Distinct().Select(name => (Name: name, Link: $"{name}.md"));
        var types = Types.Where(type => type.ContainingType is null).Select(type => (type.Name, Link: SymbolLinks.GetPage(type)));
        var members = Types.Where(type => type.ContainingType is null)
            .SelectMany(type => type.GetDocumentedMembers()
                .Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
                .Select(member => member.Name).Distinct()
                .Select(name => (Name: $"{type.Name}.{name}", Link: $"{SymbolLinks.GetPage(type)}#{SymbolLinks.GetAnchor(name)}")));
        return namespaces.Concat(types).Concat(members).GroupBy(item => item.Name)
            .Where(items => items.Count() == 1).ToDictionary(items => items.Key, items => items.Single().Link);
    }
}
