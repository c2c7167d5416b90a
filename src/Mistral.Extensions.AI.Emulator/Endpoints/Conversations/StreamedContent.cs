using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Joins the content of a message that is streamed. Each method returns the index of the chunk.</summary>
internal sealed class StreamedContent
{
    private readonly List<Chunk> _chunks = [];

    public int AddThinking(string thinking, string? signature)
    {
        var index = Append(isThinking: true, thinking);
        _chunks[index].Signature = signature ?? _chunks[index].Signature;
        return index;
    }

    public int AddText(string text) => Append(isThinking: false, text);

    public int AddChunk(JsonObject chunk)
    {
        _chunks.Add(new Chunk(IsThinking: false, chunk));
        return _chunks.Count - 1;
    }

    /// <summary>Creates the content: a string if there is only text, otherwise a list of chunks.</summary>
    public JsonNode ToJson() => _chunks switch
    {
        [] => "",
        [{ Json: null, IsThinking: false } text] => text.Text.ToString(),
        _ => new JsonArray([.. _chunks.Select(ToJson)]),
    };

    private int Append(bool isThinking, string text)
    {
        if (_chunks is not [.., { Json: null } last] || last.IsThinking != isThinking)
            _chunks.Add(new Chunk(isThinking, Json: null));
        _chunks[^1].Text.Append(text);
        return _chunks.Count - 1;
    }

    private static JsonNode ToJson(Chunk chunk)
    {
        if (chunk.Json is not null)
            return chunk.Json.DeepClone();
        return chunk.IsThinking
            ? MessageJson.CreateThinkChunk(chunk.Text.ToString(), isClosed: true, chunk.Signature)
            : MessageJson.CreateTextChunk(chunk.Text.ToString());
    }

    private sealed record Chunk(bool IsThinking, JsonObject? Json)
    {
        public StringBuilder Text { get; } = new();

        public string? Signature { get; set; }
    }
}
