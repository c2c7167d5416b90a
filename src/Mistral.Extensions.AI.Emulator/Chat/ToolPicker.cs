using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>Decides which functions of a request are called for a text, by <c>tool_choice</c> and by their names.</summary>
internal static class ToolPicker
{
    private static readonly HashSet<string> Verbs =
    [
        "get", "list", "find", "search", "create", "set", "add", "fetch", "read", "show", "lookup", "look", "up", "query", "check",
        "delete", "remove", "update", "send", "calculate", "compute", "call", "make", "do", "retrieve", "load",
    ];

    private static readonly HashSet<string> Fillers =
        ["a", "an", "and", "async", "at", "by", "current", "for", "from", "in", "of", "on", "the", "to", "with"];

    /// <summary>The functions to call, each as it stands in the request; none if the answer is to be text.</summary>
    public static IReadOnlyList<JsonElement> Pick(JsonElement request, string text, bool hasResults)
    {
        var functions = request.FindItems("tools")
            .Select(tool => tool.Find("function")).Where(function => function is not null).Select(function => function!.Value).ToArray();
        if (functions.Length == 0)
            return [];
        if (request.Find("tool_choice")?.Find("function")?.FindText("name") is { } chosen)
            return [functions.First(function => NameOf(function) == chosen)];
        return request.FindText("tool_choice") switch
        {
            "none" => [],
            "any" or "required" => Named(functions, text) is { Length: > 0 } named ? named : functions[..1],
            _ => hasResults ? [] : Named(functions, text),
        };
    }

    public static string NameOf(JsonElement function) => function.FindText("name")!;

    private static JsonElement[] Named(JsonElement[] functions, string text)
    {
        var material = new Material(text);
        if (functions.Where(function => material.Mentions(NameOf(function))).ToArray() is { Length: > 0 } inFull)
            return inFull;
        return [.. functions.Where(function => IsMeant(NameOf(function), material))
            .GroupBy(function => string.Join(' ', Core(Tail(NameOf(function))).Order()))
            .SelectMany(rivals => Prefer(rivals.ToArray(), material))];
    }

    /// <summary>Of tools that differ in their verb only (read_file, delete_file) those whose verb is said, else the first.</summary>
    private static JsonElement[] Prefer(JsonElement[] rivals, Material material)
    {
        var exact = rivals.Where(function => Words.Of(Tail(NameOf(function))).Where(Verbs.Contains).All(material.Mentions)).ToArray();
        return exact.Length > 0 ? exact : rivals[..1];
    }

    private static bool IsMeant(string name, Material material) =>
        Core(name).All(word => IsSaid(word, material)) || Core(Tail(name)).All(word => IsSaid(word, material));

    private static bool IsSaid(string word, Material material) =>
        material.Mentions(word) || material.Mentions(word + "s") || (word.EndsWith('s') && material.Mentions(word[..^1]));

    /// <summary>The words that tell a tool from others: no verbs and fillers, unless there is nothing else.</summary>
    private static IReadOnlyList<string> Core(string name)
    {
        var words = Words.Of(name);
        var core = words.Where(word => !Verbs.Contains(word) && !Fillers.Contains(word)).Distinct().ToArray();
        return core.Length > 0 ? core : words;
    }

    /// <summary>The name behind a plugin's: Semantic Kernel says Weather_GetWeather or Weather-GetWeather.</summary>
    private static string Tail(string name)
    {
        var separator = name.IndexOfAny(['_', '-']);
        return separator > 0 && separator < name.Length - 1 && char.IsUpper(name[separator + 1]) ? name[(separator + 1)..] : name;
    }
}
