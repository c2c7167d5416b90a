using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Creates the content of a message from texts and chunks.</summary>
internal sealed class MessageComposer
{
    private readonly List<JsonObject> _chunks = [];
    private readonly StringBuilder _text = new();

    /// <summary>Appends the thinking and the text of a choice.</summary>
    public void Add(GeneratedChoice choice)
    {
        AddThinking(choice);
        if (choice.Text.Length > 0)
            AddText(choice.Text);
    }

    /// <summary>Appends the thinking of a choice, if it has any.</summary>
    public void AddThinking(GeneratedChoice choice)
    {
        if (choice.Thinking is not null)
            AddChunk(MessageJson.CreateThinkChunk(choice.Thinking, isClosed: true, choice.Signature));
    }

    /// <summary>Appends the references and the files of a result of a hosted tool.</summary>
    public void AddReferences(HostedToolResult result)
    {
        foreach (var chunk in result.Content.OfType<JsonObject>())
            AddChunk((JsonObject)chunk.DeepClone());
    }

    /// <summary>Appends the content of a result of a hosted tool.</summary>
    public void Add(HostedToolResult result)
    {
        AddSpace();
        foreach (var part in result.Content)
        {
            if (part is JsonObject chunk)
                AddChunk((JsonObject)chunk.DeepClone());
            else
                _text.Append((string)part!);
        }
    }

    /// <summary>Appends a text.</summary>
    public void AddText(string text)
    {
        AddSpace();
        _text.Append(text);
    }

    /// <summary>Creates the content: a string if there is only text, otherwise a list of chunks.</summary>
    public JsonNode CreateContent()
    {
        if (_chunks.Count == 0)
            return JsonValue.Create(_text.ToString());
        EndText();
        return new JsonArray([.. _chunks]);
    }

    private void AddSpace()
    {
        if (_text.Length > 0 || _chunks.Exists(chunk => (string?)chunk["type"] != "thinking"))
            _text.Append(' ');
    }

    private void AddChunk(JsonObject chunk)
    {
        EndText();
        _chunks.Add(chunk);
    }

    private void EndText()
    {
        if (_text.Length > 0)
            _chunks.Add(MessageJson.CreateTextChunk(_text.ToString()));
        _text.Clear();
    }
}
