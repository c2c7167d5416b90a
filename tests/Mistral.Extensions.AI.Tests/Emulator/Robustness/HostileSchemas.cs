namespace Mistral.Extensions.AI.Tests.Emulator.Robustness;

/// <summary>JSON schemas whose smallest instance is very large or very deep.</summary>
internal static class HostileSchemas
{
    private const int Levels = 40;

    public static readonly (string Name, string Schema)[] All =
    [
        ("very long string", CreateObject("""{"type":"string","minLength":2000000000}""")),
        ("array of very many items", CreateObject("""{"type":"array","items":{"type":"integer"},"minItems":9999999}""")),
        ("array of very many items of any type", CreateObject("""{"type":"array","items":true,"minItems":9999999}""")),
        ("arrays in arrays", CreateObject(CreateNestedArrays())),
        ("properties that double per level", CreateObject(Reference(0), CreateDoublingDefinitions())),
        ("chain of references", CreateObject(Reference(0), CreateReferenceChain())),
        ("very many properties", CreateObject(CreateManyProperties())),
    ];

    private static string CreateObject(string property, string definitions = "") =>
        $$"""{"type":"object","required":["a"],"properties":{"a":""" + property + """},"$defs":{""" + definitions + "}}";

    private static string CreateNestedArrays() =>
        string.Concat(Enumerable.Repeat("""{"type":"array","minItems":9,"items":""", 20)) + "{}" + new string('}', 20);

    private static string Reference(int level) => $$"""{"$ref":"#/$defs/l{{level}}"}""";

    private static string CreateDoublingDefinitions() => string.Join(',', Enumerable.Range(0, Levels).Select(level =>
            $"\"l{level}\":" + """{"type":"object","required":["x","y"],"properties":{"x":""" + Reference(level + 1)
            + ",\"y\":" + Reference(level + 1) + "}}"))
        + $",\"l{Levels}\":{{}}";

    private static string CreateReferenceChain() =>
        string.Join(',', Enumerable.Range(0, 4_000).Select(link => $"\"l{link}\":{Reference(link + 1)}")) + ",\"l4000\":{}";

    private static string CreateManyProperties() =>
        """{"type":"object","properties":{"""
        + string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"p{number}\":{{}}")) + "}}";
}
