using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>An XML documentation file without the types and members that are not public.</summary>
internal static class PublicDocumentation
{
    internal static string Create(string assembly, string documentation, IEnumerable<string> references)
    {
        var compilation = CSharpCompilation.Create(
            "Documentation", references: [.. references.Append(assembly).Select(path => MetadataReference.CreateFromFile(path))]);

        var document = XDocument.Load(documentation, LoadOptions.PreserveWhitespace);
        foreach (var member in document.Descendants("member").Where(member => !IsPublic(member, compilation)).ToList())
        {
            // Also remove the line break and the indentation before the member.
            (member.PreviousNode as XText)?.Remove();
            member.Remove();
        }

        return document.Declaration + "\n" + document;
    }

    private static bool IsPublic(XElement member, Compilation compilation) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(member.Attribute("name")!.Value, compilation) is { } symbol
        && IsVisible(symbol);

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));
}
