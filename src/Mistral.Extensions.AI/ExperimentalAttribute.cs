#if NETSTANDARD2_0
// The namespace in which compilers look for the attribute.
#pragma warning disable IDE0130
namespace System.Diagnostics.CodeAnalysis;
#pragma warning restore IDE0130

/// <summary>Marks an API that may change. .NET Standard 2.0 does not have this attribute.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
internal sealed class ExperimentalAttribute(string diagnosticId) : Attribute
{
    /// <summary>The ID of the warning.</summary>
    public string DiagnosticId => diagnosticId;
}
#endif
