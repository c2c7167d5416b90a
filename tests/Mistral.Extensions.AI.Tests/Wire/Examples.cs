using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>What Mistral's OpenAPI description gives as examples (see <c>Examples/README.md</c>).</summary>
internal static class Examples
{
    internal static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Examples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads an example into a record and writes it again: nothing is lost but the digits a 32-bit number cannot hold.</summary>
    internal static T Check<T>(string json, JsonTypeInfo<T> contract)
    {
        var read = JsonSerializer.Deserialize(json, contract)!;
        RoundTrip.AssertSame(
            Narrow(JsonNode.Parse(json))!.ToJsonString(), Narrow(JsonSerializer.SerializeToNode(read, contract)));
        return read;
    }

    private static JsonNode? Narrow(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Narrow(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Narrow)]),
        JsonValue number when number.GetValueKind() is JsonValueKind.Number => JsonValue.Create((float)number.GetValue<double>()),
        _ => node?.DeepClone(),
    };
}
