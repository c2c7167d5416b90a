using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Reads JSON into a record, writes it again, and compares.</summary>
internal static class RoundTrip
{
    /// <summary>Checks that reading and writing keeps the JSON, and returns the record.</summary>
    internal static T AssertLossless<T>(string json, JsonTypeInfo<T> typeInfo)
    {
        var value = JsonSerializer.Deserialize(json, typeInfo)!;
        AssertEqualIgnoringNulls(json, JsonSerializer.SerializeToNode(value, typeInfo));
        return value;
    }

    /// <summary>Compares JSON. A null property equals a missing one, as it does for the API.</summary>
    internal static void AssertEqualIgnoringNulls(string expected, JsonNode? actual) =>
        JsonAssert.Equal((WithoutNulls(JsonNode.Parse(expected)) ?? "null").ToJsonString(), WithoutNulls(actual));

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Where(property => property.Value is not null)
            .Select(property => KeyValuePair.Create(property.Key, WithoutNulls(property.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
