using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Selects the functions to call, by <c>tool_choice</c> and by the function names that the prompt mentions.</summary>
internal static class ToolSelector
{
    private static readonly HashSet<string> Verbs =
    [
        "get", "list", "find", "search", "create", "set", "add", "fetch", "read", "show", "lookup", "look", "up", "query", "check",
        "delete", "remove", "update", "send", "calculate", "compute", "call", "make", "do", "retrieve", "load",
    ];

    private static readonly HashSet<string> StopWords =
        ["a", "an", "and", "async", "at", "by", "current", "for", "from", "in", "of", "on", "the", "to", "with"];

    /// <summary>Returns the definitions of the functions to call; none if the response is text.</summary>
    public static IReadOnlyList<JsonElement> Select(JsonElement request, string prompt, bool hasToolResults, GenerationBudget budget)
    {
        var functions = request.FindItems("tools")
            .Select(tool => tool.Find("function")).Where(function => function is not null).Select(function => function!.Value).ToArray();
        if (functions.Length == 0)
            return [];
        if (request.Find("tool_choice")?.Find("function")?.FindString("name") is { } chosenName)
            return [functions.First(function => GetName(function) == chosenName)];
        return request.FindString("tool_choice") switch
        {
            "none" => [],
            "any" or "required" => FindMentioned(functions, prompt, budget) is { Length: > 0 } mentioned ? mentioned : functions[..1],
            _ => hasToolResults ? [] : FindMentioned(functions, prompt, budget),
        };
    }

    public static string GetName(JsonElement function) => function.FindString("name")!;

    private static JsonElement[] FindMentioned(JsonElement[] functions, string prompt, GenerationBudget budget)
    {
        var values = new PromptValues(prompt, budget);
        if (functions.Where(function => values.Mentions(GetName(function))).ToArray() is { Length: > 0 } exactMatches)
            return exactMatches;
        return [.. functions.Where(function => IsMentioned(GetName(function), values))
            .GroupBy(function => string.Join(' ', GetKeywords(RemovePluginPrefix(GetName(function))).Order()))
            .SelectMany(candidates => PreferMatchingVerb(candidates.ToArray(), values))];
    }

    /// <summary>
    /// Chooses among functions whose names differ only in the verb (read_file, delete_file): those whose verb the prompt mentions,
    /// otherwise the first.
    /// </summary>
    private static JsonElement[] PreferMatchingVerb(JsonElement[] candidates, PromptValues values)
    {
        var matches = candidates
            .Where(function => IdentifierWords.Split(RemovePluginPrefix(GetName(function))).Where(Verbs.Contains).All(values.Mentions))
            .ToArray();
        return matches.Length > 0 ? matches : candidates[..1];
    }

    /// <summary>Whether the prompt contains all keywords of a function name, with or without the plugin name.</summary>
    private static bool IsMentioned(string name, PromptValues values) =>
        GetKeywords(name).All(word => IsWordMentioned(word, values))
        || GetKeywords(RemovePluginPrefix(name)).All(word => IsWordMentioned(word, values));

    /// <summary>Whether the prompt contains the word, in singular or plural.</summary>
    private static bool IsWordMentioned(string word, PromptValues values) =>
        values.Mentions(word) || values.Mentions(word + "s") || (word.EndsWith('s') && values.Mentions(word[..^1]));

    /// <summary>Returns the words of a function name without verbs and stop words, or all words if no others remain.</summary>
    private static IReadOnlyList<string> GetKeywords(string name)
    {
        var words = IdentifierWords.Split(name);
        var keywords = words.Where(word => !Verbs.Contains(word) && !StopWords.Contains(word)).Distinct().ToArray();
        return keywords.Length > 0 ? keywords : words;
    }

    /// <summary>Removes the plugin name of Semantic Kernel from "Weather_GetWeather" or "Weather-GetWeather".</summary>
    private static string RemovePluginPrefix(string name)
    {
        var separator = name.IndexOfAny(['_', '-']);
        return separator > 0 && separator < name.Length - 1 && char.IsUpper(name[separator + 1]) ? name[(separator + 1)..] : name;
    }
}
