using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>Creates the tools that a request configures.</summary>
/// <param name="files">Stores the files that tools generate.</param>
/// <param name="timeProvider">The time at which documents of libraries can be found.</param>
internal sealed class HostedToolFactory(GeneratedFiles files, TimeProvider timeProvider)
{
    /// <summary>What the web search finds.</summary>
    public TextIndex<SearchResult> SearchResults { get; } = new();

    /// <summary>What the search in document libraries finds.</summary>
    public TextIndex<LibraryPassage> Passages { get; } = new();

    /// <summary>The connectors.</summary>
    public ConnectorCatalog Connectors { get; } = new();

    /// <summary>Removes what the tools find, and the connectors.</summary>
    public void Clear()
    {
        SearchResults.RemoveAll(_ => true);
        Passages.RemoveAll(_ => true);
        Connectors.Clear();
    }

    /// <summary>Creates a tool; returns null for a function, and for a connector that does not exist.</summary>
    public HostedTool? Create(JsonElement tool) => tool.FindString("type") switch
    {
        "web_search" or "web_search_premium" => new WebSearchTool(tool, SearchResults),
        "code_interpreter" => new CodeInterpreterTool(tool, files),
        "image_generation" => new ImageGenerationTool(tool, files),
        "document_library" => new DocumentLibraryTool(tool, Passages, timeProvider.GetUtcNow()),
        "connector" when Connectors.Find(tool.FindString("connector_id")!) is { } connector => new ConnectorTool(tool, connector),
        _ => null,
    };
}
