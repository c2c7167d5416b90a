using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Compares JSON as values: white space and the order of properties are ignored.</summary>
internal static class JsonAssert
{
    internal static void Equal(string expected, JsonNode? actual)
    {
        var expectedNode = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(expectedNode, actual))
            Assert.Fail($"Expected:\n{Indent(expectedNode)}\nActual:\n{Indent(actual)}");
    }

    internal static void Equal(string expected, string actual) => Equal(expected, JsonNode.Parse(actual));

    private static string Indent(JsonNode? node) => node?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";
}
