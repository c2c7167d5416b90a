#if NETSTANDARD2_0
// The namespace in which compilers look for the attribute.
#pragma warning disable IDE0130
namespace System.Runtime.CompilerServices;
#pragma warning restore IDE0130

/// <summary>Names the method that creates a type from a collection expression. .NET Standard 2.0 does not have this attribute.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class CollectionBuilderAttribute(Type builderType, string methodName) : Attribute
{
    /// <summary>The type that has the method.</summary>
    public Type BuilderType => builderType;

    /// <summary>The name of the method.</summary>
    public string MethodName => methodName;
}
#endif
