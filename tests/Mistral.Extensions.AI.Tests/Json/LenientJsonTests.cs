using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Models;

namespace Mistral.Extensions.AI.Tests.Json;

/// <summary>
/// Every property of every response, except content, is tested with values of other types. The response is read, and the value is in the
/// property or in <c>AdditionalProperties</c>.
/// </summary>
public sealed class LenientJsonTests
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] UnexpectedValues =
        ["{}", "[]", "[{}]", "[5]", "\"x\"", "\"24\"", "24.0", "1.5", "-1", "99999999999", "1e400", "true", "\"true\"", "null"];

    private static readonly IReadOnlyList<JsonSerializerContext> Contexts =
    [
        .. typeof(MistralClient).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .Select(type => (JsonSerializerContext)type.GetProperty("Default")!.GetValue(null)!),
    ];

    /// <summary>The paths of all properties: the type of the response and JSON names, such as "ModelList.data.created".</summary>
    public static TheoryData<string> Paths =>
    [
        .. typeof(MistralClient).Assembly.GetTypes()
            .Where(type => type.IsSealed && typeof(IApiResponse).IsAssignableFrom(type))
            // An unknown variant has no properties, only its JSON.
            .Where(type => !typeof(IUnknownVariant).IsAssignableFrom(type))
            .SelectMany(type => FindPaths(GetObjectType(GetTypeInfo(type))).Select(path => $"{type.Name}.{path}")),
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Unexpected_value_of_a_property_is_kept_and_the_response_is_read(string path)
    {
        var names = path.Split('.');
        var responseType = typeof(MistralClient).Assembly.GetTypes().Single(type => type.Name == names[0]);
        foreach (var value in UnexpectedValues)
        {
            var json = CreateJson(GetObjectType(GetTypeInfo(responseType)), names.AsSpan(1), value).ToJsonString();

            var response = JsonSerializer.Deserialize(json, ToLenient(responseType))!;

            var owner = names[1..^1].Aggregate(response, (parent, name) => GetFirst(GetValue(parent, name))!);
            Assert.True(
                value is "null" || FindValues(owner, names[^1]).Any(found => AreEqual(found, value.Trim('"'))),
                $"{json} was read as {response}");
        }
    }

    /// <summary>The texts of a value in the property and in the extension data.</summary>
    private static IEnumerable<string> FindValues(object owner, string name)
    {
        var additional = (IDictionary<string, JsonElement>?)owner.GetType().GetProperty("AdditionalProperties")!.GetValue(owner);
        if (additional?.TryGetValue(name, out var kept) is true)
            yield return kept.GetRawText().Trim('"');

        var property = GetProperty(owner, name);
        // A list of strings may be a single string in JSON.
        if (property.GetValue(owner) is IReadOnlyList<string> { Count: 1 } strings)
            yield return strings[0];
        if (property.GetValue(owner) is { } value)
            yield return JsonSerializer.Serialize(value, GetTypeInfo(property.PropertyType)).Trim('"');
    }

    /// <summary>Compares texts or, with the precision of a float, numbers.</summary>
    private static bool AreEqual(string first, string second) => first == second
        || (float.TryParse(first, CultureInfo.InvariantCulture, out var number)
            && float.TryParse(second, CultureInfo.InvariantCulture, out var other) && number == other);

    /// <summary>The paths of the properties that are not content, in an object and the objects in it.</summary>
    private static IEnumerable<string> FindPaths(JsonTypeInfo typeInfo)
    {
        foreach (var property in typeInfo.Properties.Where(property => property is { IsExtensionData: false, Set: not null }))
        {
            if (!property.AttributeProvider!.IsDefined(typeof(ContentAttribute), false)
                && typeInfo.Properties.Any(other => other.IsExtensionData))
                yield return property.Name;

            if (GetItemType(property) is { Kind: JsonTypeInfoKind.Object } itemType)
            {
                foreach (var path in FindPaths(itemType))
                    yield return $"{property.Name}.{path}";
            }
        }
    }

    /// <summary>Creates the JSON of an object in which only one property has a value.</summary>
    private static JsonObject CreateJson(JsonTypeInfo typeInfo, ReadOnlySpan<string> path, string value)
    {
        var name = path[0];
        if (path.Length == 1)
            return new() { [name] = JsonNode.Parse(value) };

        var property = typeInfo.Properties.Single(property => property.Name == name);
        var item = CreateJson(GetItemType(property), path[1..], value);
        return new() { [name] = GetItemType(property).Type == property.PropertyType ? item : new JsonArray(item) };
    }

    private static JsonTypeInfo GetItemType(JsonPropertyInfo property) =>
        property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? property.Options.GetTypeInfo(property.PropertyType.GetGenericArguments()[0])
            : property.Options.GetTypeInfo(property.PropertyType);

    private static JsonTypeInfo GetTypeInfo(Type type) =>
        Contexts.Select(context => context.GetTypeInfo(type)).First(typeInfo => typeInfo is not null)!;

    /// <summary>The list of models is read by its own converter, from an object.</summary>
    private static JsonTypeInfo GetObjectType(JsonTypeInfo typeInfo) =>
        typeInfo.Type == typeof(ModelList) ? ModelsJson.Default.Envelope : typeInfo;

    private static JsonTypeInfo ToLenient(Type type) => (JsonTypeInfo)typeof(LenientJson)
        .GetMethod(nameof(LenientJson.ToLenient), BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(type).Invoke(null, [GetTypeInfo(type)])!;

    private static object? GetFirst(object? value) => value is IEnumerable list ? list.Cast<object?>().First() : value;

    private static object? GetValue(object owner, string name) => GetProperty(owner, name).GetValue(owner);

    private static PropertyInfo GetProperty(object owner, string name) =>
        owner.GetType().GetProperties(Instance).Single(property => GetJsonName(property) == name);

    private static string GetJsonName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
