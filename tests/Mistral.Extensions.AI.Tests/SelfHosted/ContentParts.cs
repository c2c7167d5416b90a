using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>Finds the content parts of a request.</summary>
internal static class ContentParts
{
    public static IEnumerable<(string Type, JsonNode Part)> Find(JsonObject request) =>
        from message in request["messages"]!.AsArray()
        where message["content"] is JsonArray
        from part in message["content"]!.AsArray()
        select ((string)part["type"]!, part);
}
