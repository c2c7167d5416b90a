using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator;

/// <content>Adds what requests can reference.</content>
public sealed partial class MistralEmulator
{
    /// <summary>Adds a file as if it had been uploaded with the purpose <c>ocr</c>. Requests can reference it by its ID.</summary>
    /// <param name="id">The ID of the file: a UUID.</param>
    /// <param name="content">The content of the file. It must not change afterwards.</param>
    /// <param name="mediaType">The media type of the content, for example <c>application/pdf</c> or <c>image/png</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not a UUID, or <paramref name="mediaType"/> is empty.</exception>
    public void AddFile(string id, ReadOnlyMemory<byte> content, string mediaType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaType);
        if (!Guid.TryParse(id, out var key))
            throw new ArgumentException($"The file id must be a UUID, but was \"{id}\".", nameof(id));
        _files.Add(new StoredFile(key, id, mediaType, new FileContent(content))
        {
            Purpose = "ocr",
            SampleType = "ocr_input",
            CreatedAt = _timeProvider.GetUtcNow(),
        });
    }

    /// <summary>
    /// Adds an agent, or replaces the one with the same ID. Conversations and requests to <c>/v1/agents/completions</c> can reference it.
    /// </summary>
    /// <param name="id">
    /// The ID of the agent, for example <c>ag:d4d2a8c1:20250801:support:5e1f0a2b</c>. It is also the name of the agent.
    /// </param>
    /// <param name="model">The ID or an alias of the agent's model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="instructions">The system prompt of the agent; null for none.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> or <paramref name="model"/> is empty.</exception>
    public void AddAgent(string id, string model, string? instructions = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        var definition = new JsonObject { ["model"] = model, ["name"] = id, ["instructions"] = instructions }.ToElement();
        var now = _timeProvider.GetUtcNow();
        _agents.Add(new Agent(id, Version: 0, definition, now, now));
    }

    /// <summary>
    /// Sets the text that transcriptions of an audio file return, instead of a description of the audio. Files are compared by their
    /// content, whether a request has the file itself or the ID of an uploaded file.
    /// </summary>
    /// <param name="audio">The content of the audio file.</param>
    /// <param name="text">The text of the audio.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void AddTranscript(ReadOnlySpan<byte> audio, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _knownTranscripts.Add(audio, text);
    }

    /// <summary>
    /// Adds a page that the <c>web_search</c> tool of conversations finds if the query is similar to its title or its snippet.
    /// </summary>
    /// <param name="title">The title of the page.</param>
    /// <param name="url">The URL of the page.</param>
    /// <param name="snippet">The text that the response quotes.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    public void AddSearchResult(string title, string url, string snippet)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        ArgumentException.ThrowIfNullOrWhiteSpace(snippet);
        _tools.SearchResults.Add($"{title} {snippet}", new SearchResult(title, url, snippet));
    }

    /// <summary>Adds a connector, or replaces the one with the same name. Conversations and agents can use its tools.</summary>
    /// <param name="name">The name of the connector: 1 to 64 letters, digits, underscores and dashes.</param>
    /// <param name="tools">The tools of the connector.</param>
    /// <returns>The ID of the connector. Requests can use the name or the ID as <c>connector_id</c>.</returns>
    /// <exception cref="ArgumentException">The name of the connector or of a tool, or the schema of a tool is not valid.</exception>
    /// <exception cref="JsonException">The schema of a tool is not valid JSON.</exception>
    public Guid AddConnector(string name, params ScriptedConnectorTool[] tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return _tools.Connectors.Add(_idGenerator.NextUuid(), name, tools, _timeProvider.GetUtcNow());
    }
}
