using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Emulator.Robustness;

/// <summary>Changes valid requests at random places. The same seed results in the same changes.</summary>
internal sealed class RequestMutator(int seed)
{
    private const string Placeholder = "@@placeholder@@";

    /// <summary>Values that clients send by mistake or maliciously, as JSON.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "1e-400", "2147483648", "9999999999999999999999",
        "\"\"", "\" \"", "\"a\"", "\"0\"", "\"true\"", "\"NaN\"", "\"🦊\"", """ "\ud800" """, """ "\udc00 x" """, """ "\u0000\u001f" """,
        "[]", "[[]]", "[null]", "{}", """[1,"2",{}]""", """{"a":{}}""", """{"\ud800":1}""",
        "\"https://a.b/c\"", "\"https://\"", "\"data:;base64,\"", "\"data:application/pdf;base64,JVBERi0xCg==\"",
        "\"assistant\"", "\"tool\"", "\"user\"", "\"json_schema\"", "\"any\"", "\"voxtral-small-latest\"",
        "\"1-\"", "\"0-99999999999999999999\"",
        """{"type":"text","text":"x"}""", """{"type":"image_url","image_url":"data:image/png;base64,AAAA"}""",
        """{"role":"tool","tool_call_id":"abcdefghi","content":"x"}""",
        """{"type":"object"}""", """{"$ref":"#"}""", """{"$ref":"#/"}""", """{"type":[1]}""", """{"enum":{}}""",
        """{"type":"object","properties":{"a":{"$ref":"#"}}}""",
        """{"type":"array","items":{"type":"string","minLength":99999999},"minItems":99999999}""",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Returns a changed request as bytes, which need not be valid JSON or valid text.</summary>
    public byte[] Mutate(string json)
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
            json = MutateValue(json) ?? json;
        var bytes = Encoding.UTF8.GetBytes(json);
        return _random.Next(20) switch
        {
            0 => bytes[.._random.Next(bytes.Length)],
            1 => ChangeByte(bytes),
            _ => bytes,
        };
    }

    /// <summary>Replaces, adds or removes one value. Returns null if the request cannot be parsed after an earlier change.</summary>
    private string? MutateValue(string json)
    {
        if (Parse(json) is not { } root)
            return null;
        var containers = GetContainers(root).ToArray();
        Change(containers[_random.Next(containers.Length)]);
        return root.ToJsonString().Replace($"\"{Placeholder}\"", Values[_random.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json);
            _ = root?.ToJsonString();
            return root is JsonObject or JsonArray ? root : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Returns all objects and arrays.</summary>
    private static IEnumerable<JsonNode> GetContainers(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => GetContainers(member.Value)).Prepend(node),
        JsonArray items => items.SelectMany(GetContainers).Prepend(node),
        _ => [],
    };

    private void Change(JsonNode container)
    {
        var isRemoval = _random.Next(5) == 0;
        if (container is JsonArray { Count: > 0 } items && _random.Next(3) > 0)
        {
            var index = _random.Next(items.Count);
            if (isRemoval)
                items.RemoveAt(index);
            else
                items[index] = Placeholder;
        }
        else if (container is JsonArray array)
            array.Add(_random.Next(2) == 0 && array.Count > 0 ? array[0]?.DeepClone() : Placeholder);
        else if (container is JsonObject { Count: > 0 } members)
        {
            var name = members.ElementAt(_random.Next(members.Count)).Key;
            if (isRemoval)
                members.Remove(name);
            else
                members[_random.Next(10) == 0 ? $"{name}x" : name] = Placeholder;
        }
    }

    private byte[] ChangeByte(byte[] bytes)
    {
        if (bytes.Length > 0)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }
}
