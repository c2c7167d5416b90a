using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Drift;

/// <summary>
/// The fields of the emulator's request schemas, each with the values of its enumeration, if it has one. The schemas are internal, and the
/// emulator has no code for tests, so they are read with reflection.
/// </summary>
internal sealed class EmulatorFields
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly string Validation = $"{typeof(MistralEmulator).Namespace}.Validation";

    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly JsonObject _schemas = [];

    /// <summary>Gets the fields of each schema. The fields of schemas with the same name are combined.</summary>
    internal static JsonObject Read()
    {
        var fields = new EmulatorFields();
        var roots = typeof(MistralEmulator).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters && type.Namespace?.Contains(".Endpoints", StringComparison.Ordinal) is true)
            .SelectMany(type => type.GetFields(Any | BindingFlags.DeclaredOnly))
            .Where(field => field is { IsStatic: true, IsLiteral: false } && field.FieldType.Namespace == Validation);
        foreach (var root in roots)
            fields.Visit(root.GetValue(null));
        return fields._schemas;
    }

    private void Visit(object? value)
    {
        if (!IsSchema(value) || !_visited.Add(value!))
            return;
        if (value!.GetType().Name == "ObjectSchema")
            AddFields(value);
        foreach (var child in GetChildren(value))
            Visit(child);
    }

    private void AddFields(object schema)
    {
        var name = (string)GetProperty(schema, "Name")!;
        var fields = (JsonObject)(_schemas[name] ??= new JsonObject());
        foreach (var field in GetChildren(schema).Where(child => child.GetType().Name == "Field"))
            fields[(string)GetProperty(field, "Name")!] = new JsonArray(
                [.. GetValues(GetProperty(field, "Schema")!).Distinct().Select(value => JsonValue.Create(value))]);
    }

    /// <summary>Gets the values of the enumerations in a schema, but not those of the fields of objects in it.</summary>
    private static IEnumerable<string> GetValues(object schema) => schema.GetType().Name switch
    {
        "ObjectSchema" or "TaggedUnionSchema" => [],
        "EnumSchema" => GetFieldValues(schema).OfType<string[]>().First(),
        _ => GetChildren(schema).SelectMany(GetValues),
    };

    private static IEnumerable<object> GetChildren(object value) => GetFieldValues(value).SelectMany(Flatten).Where(IsSchema)!;

    private static IEnumerable<object?> Flatten(object? value) => value switch
    {
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany(Flatten),
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).Select(index => tuple[index]),
        not null when value.GetType().Name.StartsWith("KeyValuePair", StringComparison.Ordinal) => [GetProperty(value, "Value")],
        _ => [value],
    };

    private static IEnumerable<object?> GetFieldValues(object value) =>
        value.GetType().GetFields(Any).Where(field => !field.IsStatic).Select(field => field.GetValue(value));

    private static object? GetProperty(object value, string name) => value.GetType().GetProperty(name, Any)!.GetValue(value);

    private static bool IsSchema(object? value) => value?.GetType().Namespace == Validation;
}
