using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>Reads the XML documentation of symbols, and converts it to Markdown.</summary>
internal sealed partial class XmlDocumentation(SymbolLinks links)
{
    internal SymbolLinks Links => links;

    /// <summary>The text of a tag, for example <c>summary</c>, as Markdown; null if there is none.</summary>
    internal string? GetText(ISymbol symbol, string tag) =>
        Find(symbol, element => element.Element(tag))
        ?? (tag != "summary" ? null
            : symbol is IPropertySymbol && GetParameter(symbol.ContainingType, symbol.Name) is { } text ? text // of a positional record
            : GetInherited(symbol) is { } inherited ? $"See {links.GetLink(inherited, null, symbol)}."
            : null);

    /// <summary>The description of a parameter or a type parameter.</summary>
    internal string? GetParameter(ISymbol symbol, string name, string tag = "param") =>
        Find(symbol, element => element.Elements(tag).FirstOrDefault(parameter => (string?)parameter.Attribute("name") == name));

    /// <summary>Links to the exceptions of a member, each with the description of when it is thrown.</summary>
    internal IEnumerable<(string Link, string Text)> GetExceptions(ISymbol symbol) =>
        from source in GetSources(symbol)
        from exception in source.Element.Elements("exception")
        select (links.GetLink((string)exception.Attribute("cref")!, null, source.Owner), Convert(exception, source.Owner));

    private string? Find(ISymbol symbol, Func<XElement, XElement?> select) => GetSources(symbol)
        .Select(source => select(source.Element) is { } found ? Convert(found, source.Owner) : null)
        .FirstOrDefault(text => text is not null);

    /// <summary>The documentation of a symbol, and that of the members of this repository from which it inherits documentation.</summary>
    private IEnumerable<(XElement Element, ISymbol Owner)> GetSources(ISymbol symbol)
    {
        for (var owner = symbol; owner is not null; owner = GetInherited(owner))
        {
            if (Parse(owner) is not { } element)
                yield break;
            yield return (element, owner);
        }
    }

    private static XElement? Parse(ISymbol symbol) =>
        symbol.GetDocumentationCommentXml() is { Length: > 0 } xml ? XElement.Parse(xml, LoadOptions.PreserveWhitespace) : null;

    /// <summary>The symbol to which the <c>inheritdoc</c> tag of a symbol refers; null without the tag.</summary>
    private ISymbol? GetInherited(ISymbol symbol)
    {
        if (Parse(symbol)?.Element("inheritdoc") is not { } tag)
            return null;
        if ((string?)tag.Attribute("cref") is { } id)
            return links.Find(id, symbol);
        return symbol switch
        {
            IMethodSymbol { OverriddenMethod: { } overridden } => overridden,
            IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
            _ => symbol.ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers()).FirstOrDefault(member =>
                SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)),
        };
    }

    // <remarks><inheritdoc cref="..." path="/remarks"/></remarks>
    private string ConvertInherited(XElement element, ISymbol owner) =>
        links.Find((string)element.Attribute("cref")!, owner) is { } source && (string?)element.Attribute("path") is { } path
            ? GetText(source, path.TrimStart('/')) ?? ""
            : "";

    private string Convert(XElement element, ISymbol owner) =>
        BlankLines().Replace(ConvertNodes(element, owner), "\n\n").Trim();

    private string ConvertNodes(XElement element, ISymbol owner) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => Escape(WhiteSpace().Replace(text.Value, " ")),
        XElement child => ConvertElement(child, owner),
        _ => "",
    }));

    private string ConvertElement(XElement element, ISymbol owner) => element.Name.LocalName switch
    {
        "see" or "seealso" when (string?)element.Attribute("cref") is { } id =>
            links.GetLink(id, element.IsEmpty || element.Value.Length == 0 ? null : element.Value, owner),
        "see" or "seealso" when (string?)element.Attribute("href") is { } url =>
            $"[{Escape(element.Value.Length > 0 ? element.Value : url)}]({url})",
        "see" => $"`{(string?)element.Attribute("langword")}`",
        "paramref" or "typeparamref" => $"`{(string?)element.Attribute("name")}`",
        "c" => ConvertCode(WhiteSpace().Replace(element.Value, " ")),
        "code" => $"\n\n```csharp\n{RemoveIndentation(element.Value)}\n```\n\n",
        "para" or "list" => $"\n\n{ConvertNodes(element, owner).Trim()}\n\n",
        "inheritdoc" => ConvertInherited(element, owner),
        "item" => $"\n- {ConvertNodes(element, owner).Trim()}\n",
        "description" or "term" or "example" => ConvertNodes(element, owner),
        var name => throw new NotSupportedException($"{owner.ToDisplayString()}: the XML documentation has the unknown tag {name}."),
    };

    private static string ConvertCode(string code) => code.Contains('`') ? $"`` {code} ``" : $"`{code}`";

    private static string RemoveIndentation(string code)
    {
        var lines = code.Trim('\n').TrimEnd().Split('\n');
        var indentation = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= indentation ? line[indentation..] : ""));
    }

    private static string Escape(string text) => MarkdownCharacter().Replace(text, @"\$0");

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"[ \t]*\n[ \t]*\n\s*")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"[\\`*_\[\]<>|~#]")]
    private static partial Regex MarkdownCharacter();
}
