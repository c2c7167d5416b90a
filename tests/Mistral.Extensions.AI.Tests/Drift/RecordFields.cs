using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Drift;

/// <summary>
/// The JSON fields of the library's records, each with the kinds of its values: text, number, boolean, list, object or any.
/// </summary>
internal static class RecordFields
{
    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = MistralJson.Default };

    /// <summary>Gets the fields of each record, with the API group, which is the folder of the record.</summary>
    internal static JsonObject Read() => new(SampleRecords.Types
        .Where(type => !type.IsAbstract && !typeof(IUnknownVariant).IsAssignableFrom(type))
        .Select(type => KeyValuePair.Create<string, JsonNode?>(type.Name, new JsonObject
        {
            ["group"] = type.Namespace!.Split('.')[^1],
            ["fields"] = new JsonObject(
                GetProperties(type).Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field.Kind))),
        })));

    private static IEnumerable<(string Name, string Kind)> GetProperties(Type type)
    {
        var typeInfo = Options.GetTypeInfo(type);
        return typeInfo.Kind is JsonTypeInfoKind.Object
            ? typeInfo.Properties.Where(property => property is { IsExtensionData: false, Get: not null })
                .Select(property => (property.Name, GetKind(property.PropertyType, property.AttributeProvider)))
            : type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property is { CanWrite: true, Name: not "AdditionalProperties" })
                .Select(property => (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), GetKind(property.PropertyType, property)));
    }

    private static string GetKind(Type type, ICustomAttributeProvider? attributes)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (attributes?.GetCustomAttributes(typeof(JsonConverterAttribute), false) is [JsonConverterAttribute converter])
            return converter.ConverterType == typeof(StringOrListConverter) ? "list|text" : "any";
        if (type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(ReadOnlyMemory<byte>))
            return "text";
        if (type == typeof(bool))
            return "boolean";
        if (type.IsPrimitive)
            return "number";
        if (type.IsGenericType)
            return type.GetGenericArguments().Length == 2 ? "object" : "list";
        return Options.GetTypeInfo(type).Kind is JsonTypeInfoKind.Object && !type.IsAbstract ? "object" : "any";
    }
}
