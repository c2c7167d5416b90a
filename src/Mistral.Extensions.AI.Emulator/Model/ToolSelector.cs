using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Decides which functions of a request are called for a text, by <c>tool_choice</c> and by their names.</summary>
internal static class ToolSelector
{
    private static readonly HashSet<string> Verbs =
    [
        "get", "list", "find", "search", "create", "set", "add", "fetch", "read", "show", "lookup", "look", "up", "query", "check",
        "delete", "remove", "update", "send", "calculate", "compute", "call", "make", "do", "retrieve", "load",
    ];

    private static readonly HashSet<string> StopWords =
        ["a", "an", "and", "async", "at", "by", "current", "for", "from", "in", "of", "on", "the", "to", "with"];

    /// <summary>The functions to call, each as it stands in the request; none if the answer is to be text.</summary>
    public static IReadOnlyList<JsonElement> Select(JsonElement request, string text, bool hasResults)
    {
        var functions = request.FindItems("tools")
            .Select(tool => tool.Find("function")).Where(function => function is not null).Select(function => function!.Value).ToArray();
        if (functions.Length == 0)
            return [];
        if (request.Find("tool_choice")?.Find("function")?.FindString("name") is { } chosen)
            return [functions.First(function => GetName(function) == chosen)];
        return request.FindString("tool_choice") switch
        {
            "none" => [],
            "any" or "required" => FindMentioned(functions, text) is { Length: > 0 } named ? named : functions[..1],
            _ => hasResults ? [] : FindMentioned(functions, text),
        };
    }

    public static string GetName(JsonElement function) => function.FindString("name")!;

    private static JsonElement[] FindMentioned(JsonElement[] functions, string text)
    {
        var material = new PromptValues(text);
        if (functions.Where(function => material.Mentions(GetName(function))).ToArray() is { Length: > 0 } inFull)
            return inFull;
        return [.. functions.Where(function => IsMentioned(GetName(function), material))
            .GroupBy(function => string.Join(' ', GetKeywords(RemovePluginPrefix(GetName(function))).Order()))
            .SelectMany(rivals => PreferMatchingVerb(rivals.ToArray(), material))];
    }

    /// <summary>Of tools that differ in their verb only (read_file, delete_file) those whose verb is said, else the first.</summary>
    private static JsonElement[] PreferMatchingVerb(JsonElement[] candidates, PromptValues values)
    {
        var exact = candidates.Where(function => IdentifierWords.Split(RemovePluginPrefix(GetName(function))).Where(Verbs.Contains).All(values.Mentions)).ToArray();
        return exact.Length > 0 ? exact : candidates[..1];
    }

    private static bool IsMentioned(string name, PromptValues values) =>
        GetKeywords(name).All(word => IsWordMentioned(word, values)) || GetKeywords(RemovePluginPrefix(name)).All(word => IsWordMentioned(word, values));

    private static bool IsWordMentioned(string word, PromptValues values) =>
        values.Mentions(word) || values.Mentions(word + "s") || (word.EndsWith('s') && values.Mentions(word[..^1]));

    /// <summary>The words that tell a tool from others: no verbs and fillers, unless there is nothing else.</summary>
    private static IReadOnlyList<string> GetKeywords(string name)
    {
        var words = IdentifierWords.Split(name);
        var core = words.Where(word => !Verbs.Contains(word) && !StopWords.Contains(word)).Distinct().ToArray();
        return core.Length > 0 ? core : words;
    }

    /// <summary>The name behind a plugin's: Semantic Kernel says Weather_GetWeather or Weather-GetWeather.</summary>
    private static string RemovePluginPrefix(string name)
    {
        var separator = name.IndexOfAny(['_', '-']);
        return separator > 0 && separator < name.Length - 1 && char.IsUpper(name[separator + 1]) ? name[(separator + 1)..] : name;
    }
}
