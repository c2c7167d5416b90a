using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>The tool <c>document_library</c>. It finds the passages of documents that are similar to the query.</summary>
/// <param name="configuration">The tool in the request.</param>
/// <param name="index">The passages of all libraries.</param>
/// <param name="now">The current time.</param>
internal sealed class DocumentLibraryTool(JsonElement configuration, TextIndex<LibraryPassage> index, DateTimeOffset now)
    : HostedTool(configuration)
{
    private const int MaxPassages = 3;

    private static readonly string[] Words = ["document", "documents", "library", "libraries", "file", "files", "document_library"];

    private readonly HashSet<string> _libraryIds = new(configuration.FindStrings("library_ids"), StringComparer.OrdinalIgnoreCase);

    protected override IEnumerable<string> FunctionNames => [Type];

    public override IEnumerable<HostedToolCall> SelectCalls(string text, bool isRequired, GenerationBudget budget) =>
        Names.Any() && (isRequired || TextWords.ContainsAny(text, Words) || Search(text).Count > 0)
            ? [CreateCall(Type, "query", text)]
            : [];

    public override HostedToolResult Execute(HostedToolCall call)
    {
        var passages = Search(ReadArgument(call, "query"));
        var content = new List<JsonNode>();
        foreach (var (number, passage) in passages.Index())
        {
            content.Add((number == 0 ? "The documents say: " : " ") + passage.Text);
            content.Add(CreateReference(passage));
        }
        if (passages.Count == 0)
            content.Add("The documents do not answer the question.");
        return new(call, string.Join('\n', passages.Select(passage => $"{passage.DocumentName} {passage.Text}")), content)
        {
            UsageName = Type,
        };
    }

    private IReadOnlyList<LibraryPassage> Search(string query) =>
        index.Search(query, MaxPassages, passage => _libraryIds.Contains(passage.LibraryId.ToString()) && passage.AvailableAt <= now);

    private JsonObject CreateReference(LibraryPassage passage) => new()
    {
        ["type"] = "tool_reference",
        ["tool"] = Type,
        ["title"] = passage.DocumentName,
        ["description"] = passage.Text,
    };
}
