using System.Text.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>Writes metadata as JSON text, the form of metadata in a query.</summary>
internal static class MetadataJson
{
    internal static string? ToText(IReadOnlyDictionary<string, JsonElement>? metadata) =>
        metadata is null ? null : JsonSerializer.Serialize(metadata, ConversationsJson.Default.IReadOnlyDictionaryStringJsonElement);
}
