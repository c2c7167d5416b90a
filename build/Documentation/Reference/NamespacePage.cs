using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>The page of a namespace: its types with their summaries.</summary>
internal static class NamespacePage
{
    internal static string Create(string name, IEnumerable<INamedTypeSymbol> types, XmlDocumentation documentation)
    {
        var groups = types.GroupBy(GetKind).OrderBy(group => group.Key, StringComparer.Ordinal);
        var packages = types.Select(type => $"`{type.ContainingAssembly.Name}`").Distinct().Order(StringComparer.Ordinal);
        var page = new StringBuilder($"# {name} namespace\n\n")
            .Append(CultureInfo.InvariantCulture, $"The types of the namespace `{name}` in {string.Join(" and ", packages)}.\n");
        foreach (var group in groups)
            page.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n{CreateList(group, documentation)}\n");
        return page.ToString();
    }

    private static string CreateList(IEnumerable<INamedTypeSymbol> types, XmlDocumentation documentation) => string.Join('\n', types
        .Select(type => $"- {documentation.Links.GetTypeLink(type, type)}: {documentation.GetText(type, "summary")}"));

    private static string GetKind(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "Interfaces",
        TypeKind.Enum => "Enumerations",
        TypeKind.Delegate => "Delegates",
        TypeKind.Struct => "Structures",
        _ => "Classes and records",
    };
}
