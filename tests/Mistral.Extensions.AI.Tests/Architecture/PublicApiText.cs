using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Architecture;

/// <summary>Generates the public API of an assembly as text, with one line for each type and each member.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Generate(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Describe(type)).Append('\n');
            foreach (var member in type.GetMembers(Declared).Select(Describe).OfType<string>().Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Describe(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ when IsRecord(type) => "record",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        var modifier = type switch
        {
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true, IsInterface: false } => "abstract ",
            { IsSealed: true, IsValueType: false } => "sealed ",
            _ => "",
        };
        var interfaces = type.GetInterfaces()
            .Where(item => item.IsPublic && !(IsRecord(type) && item.Name.StartsWith("IEquatable", StringComparison.Ordinal)))
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Select(GetName)
            .Order(StringComparer.Ordinal);
        var baseTypes = type.BaseType is { } baseType && baseType != typeof(object) && baseType != typeof(ValueType)
            ? interfaces.Prepend(GetName(baseType))
            : interfaces;
        return $"{type.Namespace}: {modifier}{kind} {GetName(type)}{(baseTypes.Any() ? " : " + string.Join(", ", baseTypes) : "")}";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo or ConstructorInfo when member.IsDefined(typeof(CompilerGeneratedAttribute)) => null,
        ConstructorInfo constructor when IsVisible(constructor) => $"new({DescribeParameters(constructor)})",
        PropertyInfo { Name: "EqualityContract" } => null,
        PropertyInfo property when GetAccessors(property) is { Length: > 0 } accessors => Describe(property, accessors),
        FieldInfo { IsPublic: true } field => $"{GetName(new NullabilityInfoContext().Create(field))} {field.Name}",
        MethodInfo method when IsVisible(method) && IsListed(method) => Describe(method),
        _ => null,
    };

    private static string Describe(PropertyInfo property, string[] accessors)
    {
        var isStatic = (property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters
            ? $"[{string.Join(", ", parameters.Select(Describe))}]"
            : "";
        var type = GetName(new NullabilityInfoContext().Create(property));
        return $"{isStatic}{required}{type} {property.Name}{index} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Describe(MethodInfo method) =>
        (method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "")
        + $"{GetName(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}({DescribeParameters(method)})";

    private static string DescribeParameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Describe));

    private static string Describe(ParameterInfo parameter) =>
        $"{GetName(new NullabilityInfoContext().Create(parameter))} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "");

    private static string[] GetAccessors(PropertyInfo property) =>
    [
        .. property.GetMethod is { } get && IsVisible(get) ? ["get;"] : Array.Empty<string>(),
        .. property.SetMethod is { } set && IsVisible(set)
            ? [set.ReturnParameter.GetRequiredCustomModifiers().Any(type => type.Name == "IsExternalInit") ? "init;" : "set;"]
            : Array.Empty<string>(),
    ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Accessors are listed with their properties. Members that every record and every object has are omitted.
    private static bool IsListed(MethodInfo method) =>
        (!method.IsSpecialName || method.Name is "op_Implicit" or "op_Explicit")
        && method.Name is not ("<Clone>$" or "PrintMembers" or "Deconstruct" or "Equals" or "GetHashCode" or "ToString");

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    private static string GetName(NullabilityInfo info)
    {
        var name = info.Type switch
        {
            _ when Nullable.GetUnderlyingType(info.Type) is { } value => GetName(value),
            { IsGenericType: true } type => $"{type.Name.Split('`')[0]}<{string.Join(", ", info.GenericTypeArguments.Select(GetName))}>",
            { IsArray: true } when info.ElementType is { } element => $"{GetName(element)}[]",
            var type => GetName(type),
        };
        return info.ReadState is NullabilityState.Nullable ? name + "?" : name;
    }

    private static string GetName(Type type)
    {
        var name = type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(GetName))}>"
            : type.Name;
        return type is { IsNested: true, IsGenericParameter: false } ? $"{GetName(type.DeclaringType!)}.{name}" : name;
    }
}
