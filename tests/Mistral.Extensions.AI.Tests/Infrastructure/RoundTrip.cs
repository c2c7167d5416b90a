using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Reads JSON into a record and writes it again.</summary>
internal static class RoundTrip
{
    internal static T AssertLossless<T>(string json, JsonTypeInfo<T> typeInfo)
    {
        var read = System.Text.Json.JsonSerializer.Deserialize(json, typeInfo)!;
        AssertEqualIgnoringNulls(json, System.Text.Json.JsonSerializer.SerializeToNode(read, typeInfo));
        return read;
    }

    /// <summary>A null member and a missing one are the same, as they are to the API.</summary>
    internal static void AssertEqualIgnoringNulls(string expected, JsonNode? actual) =>
        JsonAssert.Equal((WithoutNulls(JsonNode.Parse(expected)) ?? "null").ToJsonString(), WithoutNulls(actual));

    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNulls)]),
        _ => node?.DeepClone(),
    };
}
