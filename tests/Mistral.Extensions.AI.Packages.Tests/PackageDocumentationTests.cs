using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>The XML documentation in the packages has all public members, and no others.</summary>
public sealed class PackageDocumentationTests(PackedPackages packages)
{
    public static TheoryData<string, string> Assemblies => new(
        from name in PackedPackages.Names
        where !name.EndsWith(".Tool", StringComparison.Ordinal)
        from framework in GetFrameworks(name)
        select (name, framework));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void All_documented_public_members_are_in_the_package_and_no_others(string name, string framework)
    {
        using var package = packages.Open(name);
        var documented = GetMembers(XDocument.Parse(package.ReadText($"lib/{framework}/{name}.xml")));
        var compiled = GetMembers(XDocument.Load(Path.Combine(
            Repository.Root, "src", name, "obj", "Release", framework, $"{name}.xml")));
        var visible = GetVisibleIds(package.ReadBytes($"lib/{framework}/{name}.dll"));

        Assert.NotEmpty(documented);
        Assert.Equal(compiled.Where(visible.Contains).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> GetFrameworks(string name)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", name, $"{name}.csproj"));
        return project.Descendants("TargetFrameworks").Single().Value.Split(';');
    }

    private static HashSet<string> GetMembers(XDocument documentation) =>
        [.. documentation.Descendants("member").Select(member => member.Attribute("name")!.Value)];

    private static HashSet<string> GetVisibleIds(byte[] assembly)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var library = MetadataReference.CreateFromImage(assembly);
        var compilation = CSharpCompilation.Create("Documentation", references: [.. references, library]);
        var root = ((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(library)!).GlobalNamespace;
        return [.. GetVisibleSymbols(root).Select(symbol => symbol.GetDocumentationCommentId()).OfType<string>()];
    }

    private static IEnumerable<ISymbol> GetVisibleSymbols(INamespaceOrTypeSymbol container) =>
        from member in container.GetMembers()
        where member is INamespaceSymbol
            || member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        from symbol in member is INamespaceOrTypeSymbol nested ? GetVisibleSymbols(nested).Prepend(member) : [member]
        select symbol;
}
