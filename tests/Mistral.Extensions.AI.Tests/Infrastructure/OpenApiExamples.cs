using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>What Mistral's OpenAPI description gives as examples (see <c>Examples/README.md</c>).</summary>
internal static class OpenApiExamples
{
    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(OpenApiExamples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads an example into a record and writes it again: nothing is lost but the digits a 32-bit number cannot hold.</summary>
    internal static T AssertLossless<T>(string json, JsonTypeInfo<T> typeInfo)
    {
        var read = JsonSerializer.Deserialize(json, typeInfo)!;
        RoundTrip.AssertEqualIgnoringNulls(
            RoundToSingle(JsonNode.Parse(json))!.ToJsonString(), RoundToSingle(JsonSerializer.SerializeToNode(read, typeInfo)));
        return read;
    }

    private static JsonNode? RoundToSingle(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, RoundToSingle(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(RoundToSingle)]),
        JsonValue number when number.GetValueKind() is JsonValueKind.Number => JsonValue.Create((float)number.GetValue<double>()),
        _ => node?.DeepClone(),
    };
}
