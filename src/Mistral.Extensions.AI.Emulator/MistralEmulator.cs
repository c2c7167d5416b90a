using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Mistral.Extensions.AI.Emulator.Endpoints.Agents;
using Mistral.Extensions.AI.Emulator.Endpoints.Audio;
using Mistral.Extensions.AI.Emulator.Endpoints.Batch;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Endpoints.Classifiers;
using Mistral.Extensions.AI.Emulator.Endpoints.Conversations;
using Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;
using Mistral.Extensions.AI.Emulator.Endpoints.Files;
using Mistral.Extensions.AI.Emulator.Endpoints.Fim;
using Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;
using Mistral.Extensions.AI.Emulator.Endpoints.Models;
using Mistral.Extensions.AI.Emulator.Endpoints.Ocr;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// An HTTP server on the loopback address that emulates the Mistral API for tests and samples. It accepts and rejects the same requests
/// as the API, with the same error responses, and returns deterministic responses in the same formats. It does not run a model.
/// </summary>
/// <remarks>
/// All members are thread-safe. The README of the project describes which responses the emulator generates and which requests it rejects.
/// </remarks>
public sealed class MistralEmulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ScriptedResponseQueue _scriptedResponses = new();
    private readonly RequestLog _requestLog;
    private readonly RequestPipeline _pipeline;
    private readonly LoopbackSockets _sockets;
    private readonly AgentCatalog _agents = new();
    private readonly FileStore _files;
    private readonly HostedToolFactory _tools;
    private readonly IdGenerator _idGenerator = new();
    private readonly TimeProvider _timeProvider;
    private readonly BatchJobs _batchJobs;
    private readonly WebApplication _application;

    private MistralEmulator(MistralEmulatorOptions options)
    {
        var models = new ModelCatalog();
        _timeProvider = options.TimeProvider;
        _files = new FileStore(_timeProvider);
        _requestLog = new RequestLog(options.MaxRecordedRequests, options.MaxRecordedBytes);
        _pipeline = new RequestPipeline(_scriptedResponses, _requestLog, _idGenerator, options);
        _sockets = LoopbackSockets.Bind(options.Port);
        Endpoint = new Uri($"http://{_sockets.EndPoints[0]}/v1");
        _application = EmulatorHost.Create(_sockets);
        _application.Use((context, next) => _pipeline.RunAsync(context, next, _stopping.Token));
        _application.UseRouting();
        var routes = _application.MapGroup("/v1");
        new ModelsEndpoint(models).Map(routes);
        new FineTunedModelsEndpoint(models).Map(routes);
        new FineTuningEndpoint(new FineTuningJobs(models, _files, _timeProvider), models, _files, _idGenerator).Map(routes);
        var chatCompletions = new ChatCompletions(_files, _idGenerator, options);
        new ChatEndpoint(models, chatCompletions).Map(routes);
        new AgentCompletionsEndpoint(models, _agents, chatCompletions).Map(routes);
        new AgentsEndpoint(models, _agents, _idGenerator, _timeProvider).Map(routes);
        new AgentVersionsEndpoint(_agents, _timeProvider).Map(routes);
        _tools = new HostedToolFactory(new GeneratedFiles(_files, _idGenerator.NextUuid, _timeProvider));
        var turnRunner = new TurnRunner(models, _agents, chatCompletions, _tools, new EntryFactory(_idGenerator, _timeProvider));
        new ConversationsEndpoint(turnRunner, _idGenerator, _timeProvider).Map(routes);
        new EmbeddingsEndpoint(models, _idGenerator, options.ReverseEmbeddings).Map(routes);
        new ClassifiersEndpoint(models, _idGenerator).Map(routes);
        new FimEndpoint(models, _idGenerator, options).Map(routes);
        new OcrEndpoint(models, _files).Map(routes);
        new TranscriptionsEndpoint(models, _files).Map(routes);
        new FilesEndpoint(_files, _idGenerator, _timeProvider).Map(routes, _application);
        _batchJobs = new BatchJobs(_files, new InProcessApi(_application), _idGenerator, options);
        new BatchEndpoint(models, _files, _batchJobs).Map(routes);
    }

    /// <summary>The base address of the emulator including the API version: <c>http://127.0.0.1:{port}/v1</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The latest requests, in the order of their arrival and including rejected requests.</summary>
    /// <remarks>
    /// Each call returns a new list, which does not change when further requests arrive. The list is limited by
    /// <see cref="MistralEmulatorOptions.MaxRecordedRequests"/> and <see cref="MistralEmulatorOptions.MaxRecordedBytes"/>.
    /// </remarks>
    public IReadOnlyList<RecordedRequest> Requests => _requestLog.Snapshot();

    /// <summary>Starts an emulator. It accepts requests when the task completes.</summary>
    /// <param name="options">The options of the emulator; null for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The running emulator. Dispose it to stop the server.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The port of <paramref name="options"/> is not between 0 and 65535, or a limit of the recorded requests is negative.
    /// </exception>
    /// <exception cref="IOException">The port of <paramref name="options"/> is in use.</exception>
    public static async Task<MistralEmulator> StartAsync(
        MistralEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MistralEmulatorOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRecordedRequests);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRecordedBytes);
        var emulator = new MistralEmulator(options);
        try
        {
            await emulator._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return emulator;
    }

    /// <summary>Removes all recorded requests.</summary>
    public void ClearRequests() => _requestLog.Clear();

    /// <summary>Adds a response to the queue of scripted responses. Each is returned once, in the order in which they were added.</summary>
    /// <param name="response">The response for the next request. See <see cref="ScriptedResponse"/> for which request that is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public void Enqueue(ScriptedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _scriptedResponses.Enqueue(response);
    }

    /// <summary>Adds a script to the queue of scripts for batch jobs. Each is for one job, in the order of their creation.</summary>
    /// <param name="job">How the job runs.</param>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    public void Enqueue(ScriptedBatchJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _batchJobs.Enqueue(job);
    }

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
    /// <exception cref="ArgumentException">The name of the connector or of a tool is not valid.</exception>
    /// <exception cref="JsonException">The schema of a tool is not valid JSON.</exception>
    public Guid AddConnector(string name, params ScriptedConnectorTool[] tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return _tools.Connectors.Add(_idGenerator.NextUuid(), name, tools);
    }

    /// <summary>Stops the server and closes the connections of all requests in progress.</summary>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var shutdownTimeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(shutdownTimeout.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _batchJobs.DisposeAsync().ConfigureAwait(false);
        _pipeline.Dispose();
        _files.Dispose();
        _sockets.Dispose();
        _stopping.Dispose();
    }
}
