using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// The errors in the fields of one request, with pydantic's types and messages. The server reports all of them at once. The number of
/// errors and the size of the quoted input are limited, so that no request can exhaust the memory.
/// </summary>
internal sealed class FieldErrors
{
    private const int MaxErrors = 1_000;

    private readonly List<JsonNode?> _errors = [];
    private string _firstError = "";
    private int _remainingInputBytes = 16 * 1024 * 1024;

    /// <summary>Whether there is at least one error.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>The location and the message of the first error, and the number of the other errors.</summary>
    public string Summary => _errors.Count > 1 ? $"{_firstError} (and {_errors.Count - 1} more)" : _firstError;

    /// <summary>Adds an error.</summary>
    /// <param name="type">The error type of pydantic, for example <c>string_type</c>.</param>
    /// <param name="location">The location of the value in the request.</param>
    /// <param name="message">The message of pydantic.</param>
    /// <param name="input">The value; undefined if there is none.</param>
    /// <param name="context">The parameters of the message, if it has any: the <c>ctx</c> of the error.</param>
    public void Add(string type, Location location, string message, JsonElement input, JsonObject? context = null)
    {
        if (_errors.Count == MaxErrors)
            return;
        var path = location.ToJson();
        if (_errors.Count == 0)
            _firstError = $"{string.Join('.', path)}: {message}";
        var error = new JsonObject { ["type"] = type, ["loc"] = path, ["msg"] = message, ["input"] = Quote(input) };
        if (context is not null)
            error["ctx"] = context;
        _errors.Add(error);
    }

    /// <summary>Adds the error for a value that is not an object.</summary>
    public void AddNotAnObject(Location location, JsonElement input) =>
        Add("model_attributes_type", location, "Input should be a valid dictionary or object to extract fields from", input);

    /// <summary>Creates the <c>detail</c> field of the error response.</summary>
    public JsonArray ToJson() => [.. _errors];

    private JsonNode? Quote(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.Undefined)
            return null;
        _remainingInputBytes -= JsonMarshal.GetRawUtf8Value(input).Length;
        return _remainingInputBytes >= 0 ? input.ToNode() : null;
    }
}
