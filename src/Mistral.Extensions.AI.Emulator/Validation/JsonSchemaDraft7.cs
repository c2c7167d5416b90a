using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// Validates schemas against the meta-schema of JSON Schema Draft 7, and finds their subschemas and references.
/// </summary>
internal static class JsonSchemaDraft7
{
    /// <summary>The maximum number of subschemas. The limit of the server is unknown; this is the limit of OpenAI's API.</summary>
    private const int MaxSubschemas = 5_000;

    private static readonly string[] TypeNames = ["array", "boolean", "integer", "null", "number", "object", "string"];
    private static readonly string[] NumberKeywords = ["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"];
    private static readonly string[] CountKeywords =
        ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"];

    private static readonly string[] StringKeywords = ["title", "description", "$ref", "$comment", "format", "pattern"];
    private static readonly string[] SubschemaKeywords =
        ["additionalItems", "items", "contains", "additionalProperties", "propertyNames", "if", "then", "else", "not"];

    private static readonly string[] SubschemaListKeywords = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] SubschemaMapKeywords = ["definitions", "$defs", "properties", "patternProperties"];

    /// <summary>Returns the message of Python's jsonschema package for the first error in a schema; null if the schema is valid.</summary>
    public static string? FindError(JsonElement schema)
    {
        foreach (var (index, subschema) in SelfAndSubschemas(schema).Index())
        {
            if (index == MaxSubschemas)
                return $"more than {MaxSubschemas} subschemas";
            if (subschema.ValueKind is JsonValueKind.True or JsonValueKind.False)
                continue;
            // The message lists both types: "is not of type 'object', 'boolean'".
            if (subschema.ValueKind != JsonValueKind.Object)
                return GetWrongTypeMessage(subschema, "object', 'boolean");
            foreach (var keyword in subschema.EnumerateObject())
            {
                if (FindError(keyword.Name, keyword.Value) is { } error)
                    return error;
            }
        }
        return null;
    }

    /// <summary>Returns a schema and all its subschemas, including values that are not valid schemas.</summary>
    public static IEnumerable<JsonElement> SelfAndSubschemas(JsonElement schema)
    {
        yield return schema;
        if (schema.ValueKind != JsonValueKind.Object)
            yield break;
        var subschemas = schema.EnumerateObject().SelectMany(keyword => keyword switch
        {
            { Name: "items", Value.ValueKind: JsonValueKind.Array } => keyword.Value.EnumerateArray(),
            { Name: var name } when SubschemaKeywords.Contains(name) => [keyword.Value],
            { Name: var name, Value.ValueKind: JsonValueKind.Array } when SubschemaListKeywords.Contains(name) =>
                keyword.Value.EnumerateArray(),
            { Name: var name, Value.ValueKind: JsonValueKind.Object } when SubschemaMapKeywords.Contains(name) =>
                keyword.Value.EnumerateObject().Select(property => property.Value),
            _ => Enumerable.Empty<JsonElement>(),
        });
        foreach (var subschema in subschemas.SelectMany(SelfAndSubschemas))
            yield return subschema;
    }

    /// <summary>Returns the schema that a <c>$ref</c> references in its own document; null if there is none.</summary>
    public static JsonElement? Resolve(string reference, JsonElement root)
    {
        if (!reference.StartsWith('#'))
            return null;
        JsonElement? target = root;
        foreach (var token in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Unescape(token);
            target = target?.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < target.Value.GetArrayLength()
                ? target.Value[index]
                : target?.Find(name);
        }
        return target;
    }

    /// <summary>Decodes a token of a JSON pointer in a URI fragment (RFC 6901).</summary>
    private static string Unescape(string token) => Uri.UnescapeDataString(token)
        .Replace("~1", "/", StringComparison.Ordinal)
        .Replace("~0", "~", StringComparison.Ordinal);

    private static string? FindError(string keyword, JsonElement value) => keyword switch
    {
        "type" => FindTypeError(value),
        "required" => IsStringArray(value) ? null : GetWrongTypeMessage(value, "array"),
        "enum" => value.ValueKind == JsonValueKind.Array ? null : GetWrongTypeMessage(value, "array"),
        "uniqueItems" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : GetWrongTypeMessage(value, "boolean"),
        "pattern" when value.ValueKind == JsonValueKind.String => IsRegex(value.GetString()!) ? null : $"'{value}' is not a 'regex'",
        _ when StringKeywords.Contains(keyword) => value.ValueKind == JsonValueKind.String ? null : GetWrongTypeMessage(value, "string"),
        "multipleOf" when value.ValueKind == JsonValueKind.Number && value.GetDouble() <= 0 =>
            $"{ToPythonLiteral(value)} is less than or equal to the minimum of 0",
        _ when NumberKeywords.Contains(keyword) => value.ValueKind == JsonValueKind.Number ? null : GetWrongTypeMessage(value, "number"),
        _ when CountKeywords.Contains(keyword) => IsNonNegativeInteger(value) ? null : GetWrongTypeMessage(value, "integer"),
        _ when SubschemaMapKeywords.Contains(keyword) => value.ValueKind == JsonValueKind.Object
            ? null
            : GetWrongTypeMessage(value, "object"),
        _ when SubschemaListKeywords.Contains(keyword) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? null
            : GetWrongTypeMessage(value, "array"),
        _ => null,
    };

    private static string? FindTypeError(JsonElement value)
    {
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1);
        return names.All(name => name.ValueKind == JsonValueKind.String && TypeNames.Contains(name.GetString()))
            ? null
            : $"{ToPythonLiteral(value)} is not valid under any of the given schemas";
    }

    private static bool IsStringArray(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);

    private static bool IsNonNegativeInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0;

    private static bool IsRegex(string pattern)
    {
        // Longer patterns are not checked: the time that .NET needs can grow faster than the length.
        const int MaxLength = 1_000;
        if (pattern.Length > MaxLength)
            return true;
        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript);
            return true;
        }
        catch (ArgumentException)
        {
            // With RegexOptions.ECMAScript, .NET rejects \p and groups such as (?<name>...), which are valid in ECMA 262.
            return pattern.Contains(@"\p", StringComparison.Ordinal) || pattern.Contains("(?", StringComparison.Ordinal);
        }
    }

    private static string GetWrongTypeMessage(JsonElement value, string type) => $"{ToPythonLiteral(value)} is not of type '{type}'";

    private static string ToPythonLiteral(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.String => $"'{value.GetString()}'",
        _ => value.GetRawText(),
    };
}
