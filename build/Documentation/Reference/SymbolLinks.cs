using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>Links to the pages of types and members: in this reference, or in that of .NET.</summary>
internal sealed class SymbolLinks(Compilation compilation, IReadOnlyList<INamedTypeSymbol> types)
{
    private static readonly SymbolDisplayFormat TypeName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly HashSet<ISymbol> _types = new(types, SymbolEqualityComparer.Default);

    /// <summary>Cross references that cannot be resolved, because the target does not exist or is not public.</summary>
    internal List<string> Errors { get; } = [];

    internal static string GetNamespace(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString();

    /// <summary>The file name of the page of a type.</summary>
    internal static string GetPage(INamedTypeSymbol type)
    {
        var name = type.Arity > 0 ? $"{type.Name}-{type.Arity}" : type.Name;
        return type.ContainingType is { } outer ? GetPage(outer).Replace(".md", $".{name}.md") : $"{GetNamespace(type)}.{name}.md";
    }

    /// <summary>The anchor of the heading with this text, as GitHub creates it.</summary>
    internal static string GetAnchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' '))
            .Replace(' ', '-');

    /// <summary>A link to the target of a <c>cref</c>.</summary>
    /// <param name="id">The documentation ID, such as <c>T:System.String</c>.</param>
    /// <param name="text">The text of the link; null for the name of the target.</param>
    /// <param name="source">The symbol whose documentation has the <c>cref</c>.</param>
    internal string GetLink(string id, string? text, ISymbol source) =>
        Find(id, source) is { } target ? GetLink(target, text, source) : $"`{id}`";

    /// <summary>The target of a <c>cref</c>; null, with an error, if it cannot be resolved.</summary>
    internal ISymbol? Find(string id, ISymbol source)
    {
        var target = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);
        if (target is null)
            Errors.Add($"{source.ToDisplayString()}: the cross reference {id} does not exist, or is not public.");
        return target;
    }

    /// <summary>A link to a type, with links to its type arguments.</summary>
    internal string GetTypeLink(ITypeSymbol type, ISymbol source) => type switch
    {
        IArrayTypeSymbol array => $"{GetTypeLink(array.ElementType, source)}\\[\\]",
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            $"{GetTypeLink(nullable.TypeArguments[0], source)}?",
        INamedTypeSymbol { IsTupleType: false } named => GetNamedTypeLink(named, source) + GetNullability(type),
        _ => $"`{type.ToDisplayString(TypeName)}`",
    };

    /// <summary>A link to a symbol.</summary>
    internal string GetLink(ISymbol target, string? text, ISymbol source)
    {
        target = target.OriginalDefinition;
        text ??= GetName(target, source);
        if (target is INamespaceSymbol @namespace)
            return types.Any(type => GetNamespace(type) == text) ? $"[`{text}`]({text}.md)" : $"`{text}`";
        if (target is not INamedTypeSymbol && target.ContainingType is null)
            return $"`{text}`";

        var type = target as INamedTypeSymbol ?? target.ContainingType;
        if (_types.Contains(type))
            return $"[`{text}`]({GetPage(type)}{(target is INamedTypeSymbol ? "" : $"#{GetMemberAnchor(target)}")})";
        return GetNamespace(type).Split('.')[0] is "System" or "Microsoft" ? $"[`{text}`]({GetMicrosoftUrl(target)})" : $"`{text}`";
    }

    private string GetNamedTypeLink(INamedTypeSymbol type, ISymbol source)
    {
        if (type.TypeArguments.Length == 0)
            return GetLink(type, type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(TypeName), source);

        var arguments = type.TypeArguments.Select(argument => GetTypeLink(argument, source));
        return $"{GetLink(type, type.Name, source)}\\<{string.Join(", ", arguments)}\\>";
    }

    private static string GetNullability(ITypeSymbol type) => type.NullableAnnotation == NullableAnnotation.Annotated ? "?" : "";

    private static string GetMemberAnchor(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "constructors",
        IMethodSymbol { MethodKind: MethodKind.Conversion or MethodKind.UserDefinedOperator } => "operators",
        IPropertySymbol { IsIndexer: true } => "indexer",
        _ => GetAnchor(member.Name),
    };

    private static string GetName(ISymbol target, ISymbol source)
    {
        if (target is INamespaceSymbol or INamedTypeSymbol)
            return target.ToDisplayString(target is INamespaceSymbol ? null : TypeName);
        if (target is IMethodSymbol { MethodKind: MethodKind.Constructor })
            return target.ContainingType.Name;

        var sourceType = source as INamedTypeSymbol ?? source.ContainingType;
        return SymbolEqualityComparer.Default.Equals(target.ContainingType, sourceType)
            ? target.Name
            : $"{target.ContainingType.Name}.{target.Name}";
    }

    // https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1.add
    private static string GetMicrosoftUrl(ISymbol target)
    {
        var id = DocumentationCommentId.CreateDeclarationId(target)![2..];
        var path = id.Split('(')[0].Replace("``", "-").Replace('`', '-').Replace('#', '-').ToLowerInvariant();
        return $"https://learn.microsoft.com/dotnet/api/{path}";
    }
}
