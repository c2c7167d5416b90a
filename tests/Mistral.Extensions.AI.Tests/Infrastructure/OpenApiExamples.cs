using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Reads the example responses of Mistral's OpenAPI description (see <c>Examples/README.md</c>).</summary>
internal static class OpenApiExamples
{
    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(OpenApiExamples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Reads an example into a record, writes it again, and checks that the JSON is the same. Numbers are compared with the precision of
    /// <see cref="float"/>.
    /// </summary>
    internal static T AssertLossless<T>(string json, JsonTypeInfo<T> typeInfo)
    {
        var value = JsonSerializer.Deserialize(json, typeInfo)!;
        RoundTrip.AssertEqualIgnoringNulls(
            RoundToSingle(JsonNode.Parse(json))!.ToJsonString(), RoundToSingle(JsonSerializer.SerializeToNode(value, typeInfo)));
        return value;
    }

    private static JsonNode? RoundToSingle(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(property => KeyValuePair.Create(property.Key, RoundToSingle(property.Value)))),
        JsonArray list => new JsonArray([.. list.Select(RoundToSingle)]),
        JsonValue number when number.GetValueKind() is JsonValueKind.Number => JsonValue.Create((float)number.GetValue<double>()),
        _ => node?.DeepClone(),
    };
}
