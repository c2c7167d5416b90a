using System.Text.Json;
using Microsoft.Extensions.AI;

/// <summary>Finds the sources of citations.</summary>
internal static class Sources
{
    /// <summary>
    /// Finds the sources of a citation. Citations of web search have a title and a URL. Others have reference IDs: the keys of the JSON
    /// object that a tool returned.
    /// </summary>
    public static IEnumerable<CitationEvent> Find(CitationAnnotation citation, IReadOnlyList<ChatMessage> conversation)
    {
        if ((citation.Title ?? citation.Url?.ToString()) is { } title)
            return [new(title, citation.Url, citation.Snippet)];

        var ids = citation.AdditionalProperties?.GetValueOrDefault("reference_ids") is JsonElement { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(id => id.ToString())
            : [];
        return ids.Select(id => Find(id, conversation) ?? new CitationEvent($"Source {id}", null, null));
    }

    private static CitationEvent? Find(string id, IReadOnlyList<ChatMessage> conversation) => conversation
        .Reverse()
        .SelectMany(message => message.Contents)
        .OfType<FunctionResultContent>()
        .Select(result => result.Result is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(id, out var source)
            ? source.Deserialize<Source>(JsonSerializerOptions.Web)
            : null)
        .OfType<Source>()
        .Select(source => new CitationEvent(source.Title, source.Url, source.Description))
        .FirstOrDefault();
}

/// <summary>A page that a tool found. In the JSON object of the tool result, its key is the reference ID that a model cites.</summary>
internal sealed record Source(string Title, Uri Url, string Description);
