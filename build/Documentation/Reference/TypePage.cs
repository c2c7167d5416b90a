using System.Text;
using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>The page of a type: its declaration, its documentation and its members.</summary>
internal sealed class TypePage(INamedTypeSymbol type, IReadOnlyList<INamedTypeSymbol> types, XmlDocumentation documentation)
{
    private static readonly SymbolDisplayFormat Declaration = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly StringBuilder _page = new();

    private SymbolLinks Links => documentation.Links;

    /// <summary>Creates the Markdown of the page.</summary>
    internal string Create()
    {
        var name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).Replace("<", @"\<").Replace(">", @"\>");
        Add($"# {name} {GetKind()}");
        AddText(type, "summary");
        var @namespace = SymbolLinks.GetNamespace(type);
        Add($"Namespace: [`{@namespace}`]({@namespace}.md). Package: `{type.ContainingAssembly.Name}`.{GetRelatedTypes()}");
        Add($"```csharp\n{GetModifiers()}{type.ToDisplayString(Declaration)}\n```");
        AddParameters("Type parameters", "typeparam", type, type.TypeParameters);
        AddText(type, "remarks");

        var members = type.GetDocumentedMembers().ToLookup(GetGroup);
        AddFields("Fields", members["Fields"]);
        AddGroup("Constructors", members["Constructors"]);
        foreach (var group in new[] { "Properties", "Methods", "Events" })
            AddHeadings(group, members[group]);
        AddGroup("Operators", members["Operators"]);
        return _page.ToString();
    }

    private void AddFields(string heading, IEnumerable<ISymbol> fields)
    {
        if (fields.Any())
            Add($"## {heading}");
        foreach (var field in fields)
        {
            Add($"### {field.Name}");
            AddText(field, "summary");
        }
    }

    // The members have no headings of their own: all constructors have the same name.
    private void AddGroup(string heading, IEnumerable<ISymbol> members)
    {
        if (members.Any())
            Add($"## {heading}");
        foreach (var member in members)
            AddMember(member);
    }

    private void AddHeadings(string heading, IEnumerable<ISymbol> members)
    {
        if (members.Any())
            Add($"## {heading}");
        foreach (var overloads in members.GroupBy(GetHeading).OrderBy(overloads => overloads.Key, StringComparer.Ordinal))
        {
            Add($"### {overloads.Key}");
            foreach (var member in overloads)
                AddMember(member);
        }
    }

    private void AddMember(ISymbol member)
    {
        Add($"```csharp\n{member.ToDisplayString(Declaration).Replace("default(CancellationToken)", "default")}\n```");
        AddText(member, "summary");
        if (member is IPropertySymbol property)
        {
            var field = member.GetApiField() is { } name ? $" Field of the API: `{name}`." : "";
            Add($"Type: {Links.GetTypeLink(property.Type, member)}.{field}");
        }

        if (member is IMethodSymbol method)
            AddSignature(method);
        var exceptions = documentation.GetExceptions(member).Select(exception => $"- {exception.Link}: {exception.Text}").ToList();
        if (exceptions.Count > 0)
            Add($"Exceptions:\n\n{string.Join('\n', exceptions)}");
        AddText(member, "value");
        AddText(member, "remarks");
        AddText(member, "example");
    }

    private void AddSignature(IMethodSymbol method)
    {
        AddParameters("Type parameters", "typeparam", method, method.TypeParameters);
        AddParameters("Parameters", "param", method, method.Parameters);
        if (!method.ReturnsVoid && method.MethodKind is not MethodKind.Constructor)
            Add($"Returns: {Links.GetTypeLink(method.ReturnType, method)}. {documentation.GetText(method, "returns")}");
    }

    private void AddParameters(string title, string tag, ISymbol symbol, IEnumerable<ISymbol> parameters)
    {
        var lines = parameters.Select(parameter =>
        {
            var typeLink = parameter is IParameterSymbol { Type: var type } ? $" ({Links.GetTypeLink(type, symbol)})" : "";
            var text = documentation.GetParameter(symbol, parameter.Name, tag);
            return $"- `{parameter.Name}`{typeLink}{(text is null ? "" : $": {text}")}";
        }).ToList();
        if (lines.Count > 0)
            Add($"{title}:\n\n{string.Join('\n', lines)}");
    }

    private void AddText(ISymbol symbol, string tag)
    {
        if (documentation.GetText(symbol, tag) is { Length: > 0 } text)
            Add(text);
    }

    private void Add(string block) => _page.Append(block).Append("\n\n");

    private string GetRelatedTypes()
    {
        var inherited = type.BaseType is { SpecialType: SpecialType.None } and not { Name: "Enum" or "MulticastDelegate" }
            ? $" Inherits {Links.GetTypeLink(type.BaseType, type)}."
            : "";
        var derived = types.Where(other => SymbolEqualityComparer.Default.Equals(other.BaseType?.OriginalDefinition, type))
            .Select(other => Links.GetTypeLink(other, type)).ToList();
        return inherited + (derived.Count > 0 ? $" Derived types: {string.Join(", ", derived)}." : "");
    }

    private string GetModifiers() => type switch
    {
        { TypeKind: not TypeKind.Class } => "public ",
        { IsStatic: true } => "public static ",
        { IsAbstract: true } => "public abstract ",
        { IsSealed: true } => "public sealed ",
        _ => "public ",
    };

    private string GetKind() => type.IsRecord ? "record" : type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Enum => "enumeration",
        TypeKind.Delegate => "delegate",
        TypeKind.Struct => "structure",
        _ => "class",
    };

    private static string GetGroup(ISymbol member) => member switch
    {
        IFieldSymbol => "Fields",
        IPropertySymbol => "Properties",
        IEventSymbol => "Events",
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "Constructors",
        IMethodSymbol { MethodKind: MethodKind.Conversion or MethodKind.UserDefinedOperator } => "Operators",
        _ => "Methods",
    };

    private static string GetHeading(ISymbol member) => member is IPropertySymbol { IsIndexer: true } ? "Indexer" : member.Name;
}
