using Microsoft.CodeAnalysis;

namespace Documentation.Reference;

/// <summary>The members of a type that the reference describes.</summary>
internal static class SymbolMembers
{
    /// <summary>Public and protected members, without those that the compiler generates and those of <see cref="object"/>.</summary>
    internal static IEnumerable<ISymbol> GetDocumentedMembers(this INamedTypeSymbol type) => type.GetMembers()
        .Where(member => member.DeclaredAccessibility
            is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
        .Where(member => !member.IsImplicitlyDeclared && member is not INamedTypeSymbol && !IsGenerated(member))
        .Where(member => member is not IMethodSymbol method || IsDocumented(method));

    /// <summary>The name of the field of the API, if the property has one.</summary>
    internal static string? GetApiField(this ISymbol member) => member.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Name == "JsonPropertyNameAttribute")
        .Select(attribute => (string?)attribute.ConstructorArguments[0].Value).FirstOrDefault();

    private static bool IsGenerated(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private static bool IsDocumented(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => method.OverriddenMethod?.ContainingType.SpecialType is not SpecialType.System_Object
            && method.Name is not ("Equals" or "GetHashCode" or "ToString"),
        // A constructor without parameters and documentation is generated: the compiler requires documentation of all others.
        MethodKind.Constructor => method.Parameters.Length > 0 || method.GetDocumentationCommentXml() is { Length: > 0 },
        MethodKind.Conversion => true,
        MethodKind.UserDefinedOperator => method.Name is not ("op_Equality" or "op_Inequality"),
        _ => false,
    };
}
