using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>
/// The tools <c>web_search</c> and <c>web_search_premium</c>. They find the search results that were added to the emulator.
/// </summary>
/// <param name="configuration">The tool in the request.</param>
/// <param name="index">The search results.</param>
internal sealed class WebSearchTool(JsonElement configuration, TextIndex<SearchResult> index) : HostedTool(configuration)
{
    private const string Web = "web_search";
    private const string News = "news_search";
    private const int MaxResults = 3;

    private static readonly string[] Words = ["web", "search", "internet", "online", "news", "latest", Web];

    protected override IEnumerable<string> FunctionNames => Type == Web ? [Web] : [Web, News];

    public override IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget)
    {
        if (!isRequired && !TextWords.ContainsAny(text, Words) && index.Search(text, MaxResults).Count == 0)
            return [];
        var name = Names.Contains(News) && TextWords.ContainsAny(text, ["news"]) ? News : Names.FirstOrDefault();
        return name is null ? [] : [CreateCall(name, "query", text)];
    }

    public override HostedToolResult Execute(HostedToolCall call)
    {
        var query = ReadArgument(call, "query");
        var results = index.Search(query, MaxResults) is { Count: > 0 } found ? found : [CreateDefault(query)];
        var content = new List<JsonNode>();
        foreach (var (number, result) in results.Index())
        {
            content.Add((number == 0 ? "The web search found: " : " ") + result.Snippet);
            content.Add(CreateReference(result));
        }
        return new(call, string.Join('\n', results.Select(result => $"{result.Title} {result.Url} {result.Snippet}")), content)
        {
            EntryName = Type,
            UsageName = Type,
        };
    }

    private static SearchResult CreateDefault(string query) => new(
        "Emulated search result",
        $"https://example.com/search?q={Uri.EscapeDataString(query)}",
        $"The emulator has no search result for \"{query}\".");

    private JsonObject CreateReference(SearchResult result) => new()
    {
        ["type"] = "tool_reference",
        ["tool"] = Type,
        ["title"] = result.Title,
        ["url"] = result.Url,
        ["description"] = result.Snippet,
    };
}
