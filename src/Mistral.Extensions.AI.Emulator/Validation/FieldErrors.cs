using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>Everything that is wrong with the fields of one request, in pydantic's words: the server lists all errors at once.</summary>
internal sealed class FieldErrors
{
    private readonly List<JsonNode?> _errors = [];

    public bool HasErrors => _errors.Count > 0;

    public void Add(string type, Location location, string message, JsonElement input, JsonObject? context = null)
    {
        var error = new JsonObject { ["type"] = type, ["loc"] = location.ToJson(), ["msg"] = message, ["input"] = ToNode(input) };
        if (context is not null)
            error["ctx"] = context;
        _errors.Add(error);
    }

    public JsonArray ToJson() => [.. _errors];

    private static JsonNode? ToNode(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(input),
        JsonValueKind.Array => JsonArray.Create(input),
        _ => JsonValue.Create(input),
    };
}
