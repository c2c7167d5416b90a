using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Control;
using Mistral.Extensions.AI.Emulator.Endpoints.Audio;
using Mistral.Extensions.AI.Emulator.Endpoints.Batch;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Recording;
using Mistral.Extensions.AI.Emulator.Scripts;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// An HTTP server, by default on the loopback address, that emulates the Mistral API for tests and samples. It accepts and rejects the
/// same requests as the API, with the same error responses, and returns deterministic responses in the same formats. It does not run a
/// model.
/// </summary>
/// <remarks>
/// All members are thread-safe. The README of the project describes which responses the emulator generates and which requests it rejects.
/// </remarks>
public sealed partial class MistralEmulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly RequestLog _requestLog;
    private readonly RequestPipeline _pipeline;
    private readonly ControlMiddleware _controlMiddleware;
    private readonly ListeningSockets _sockets;
    private readonly AgentCatalog _agents = new();
    private readonly FileStore _files;
    private readonly FileStore _documents;
    private readonly HostedToolFactory _tools;
    private readonly IdGenerator _idGenerator = new();
    private readonly KnownTranscripts _knownTranscripts = new();
    private readonly TimeProvider _timeProvider;
    private readonly BatchJobs _batchJobs;
    private readonly WebApplication _application;
    private readonly RecordReplay? _recordings;
    private int _isDisposed;

    private MistralEmulator(MistralEmulatorOptions options)
    {
        _timeProvider = options.TimeProvider;
        _files = new FileStore(_timeProvider);
        _recordings = options.RecordingsPath is null ? null : new RecordReplay(options);
        if (_recordings is not null)
            _scriptedResponses.Cleared += _recordings.Restart;
        _requestLog = new RequestLog(
            options.MaxRecordedRequests, options.MaxRecordedBytes, _recordings is null ? null : _recordings.Redact);
        var clientTokens = new ClientTokens(_timeProvider);
        var cors = new CorsPolicy(options.CorsOrigin);
        _controlMiddleware = new ControlMiddleware(cors);
        var authorization = new RequestAuthorization(options.ApiKey, clientTokens);
        _pipeline = new RequestPipeline(_scriptedResponses, _requestLog, authorization, _idGenerator, _recordings, cors, options);
        _sockets = ListeningSockets.Bind(options.Address, options.Port);
        Endpoint = new Uri(_sockets.Url, "v1");
        _application = EmulatorHost.Create(_sockets);
        _application.UseWebSockets();
        if (options.FixturesPath is { } fixturesPath)
            _fixtureFile = new FixtureFile(fixturesPath, _scriptedResponses, options.OnFixturesLoaded);
        _application.Use(RunPipelineAsync);
        _application.UseRouting();
        new ControlApi(_scriptedResponses, _fixtureFile, new JournalEndpoint(_requestLog), ResetAsync).Map(_application);
        _tools = new HostedToolFactory(new GeneratedFiles(_files, _idGenerator.NextUuid, _timeProvider), _timeProvider);
        _documents = new FileStore(_timeProvider);
        _batchJobs = new BatchJobs(_files, new InProcessApi(_application), _idGenerator, options);
        MapEndpoints(clientTokens, options);
    }

    /// <summary>
    /// The base address of the emulator including the API version: <c>http://127.0.0.1:{port}/v1</c>, unless
    /// <see cref="MistralEmulatorOptions.Address"/> is another address.
    /// </summary>
    public Uri Endpoint { get; }

    /// <summary>Starts an emulator. It accepts requests when the task completes.</summary>
    /// <param name="options">The options of the emulator; null for the defaults.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The running emulator. Dispose it to stop the server.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number or a time of <paramref name="options"/> is out of range, for example the port or the window of a quota.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The origin of <paramref name="options"/> is not valid, the shares of the random faults are more than 1 together, responses are
    /// recorded without <see cref="MistralEmulatorOptions.RecordingsPath"/>, or
    /// <see cref="MistralEmulatorOptions.UpstreamEndpoint"/> or <see cref="MistralEmulatorOptions.UpstreamApiKey"/> is not valid.
    /// </exception>
    /// <exception cref="IOException">
    /// The port of <paramref name="options"/> is in use, the machine does not have the address, or the file with the fixtures or the folder
    /// with the recordings does not exist or cannot be read.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The fixtures or the recordings are not valid. The message lists the errors and their paths.
    /// </exception>
    public static async Task<MistralEmulator> StartAsync(
        MistralEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MistralEmulatorOptions();
        EmulatorOptionsValidator.Validate(options);
        RecordingOptions.Validate(options);
        var emulator = new MistralEmulator(options);
        try
        {
            emulator._fixtureFile?.Load();
            emulator._recordings?.Load();
            await emulator._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return emulator;
    }

    /// <summary>Adds a script to the queue of scripts for batch jobs. Each is for one job, in the order of their creation.</summary>
    /// <param name="job">How the job runs.</param>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    public void Enqueue(ScriptedBatchJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _batchJobs.Enqueue(job);
    }

    /// <summary>
    /// Stops the server gracefully: it accepts no more connections, and requests in progress complete, also streams. Dispose the emulator
    /// afterwards.
    /// </summary>
    /// <param name="cancellationToken">
    /// The token that ends the wait: when it is cancelled, the connections of all requests in progress are closed, as
    /// <see cref="DisposeAsync"/> does.
    /// </param>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_isDisposed != 0)
            return;
        await using var registration = cancellationToken.Register(_stopping.Cancel).ConfigureAwait(false);
        await _application.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the server and closes the connections of all requests in progress. Further calls have no effect.</summary>
    /// <returns>A task that completes when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var shutdownTimeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(shutdownTimeout.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _batchJobs.DisposeAsync().ConfigureAwait(false);
        _pipeline.Dispose();
        _recordings?.Dispose();
        _files.Dispose();
        _documents.Dispose();
        _sockets.Dispose();
        _stopping.Dispose();
    }

    private Task RunPipelineAsync(HttpContext context, RequestDelegate next)
    {
        if (ControlPaths.IsControl(context.Request))
            return _controlMiddleware.RunAsync(context, next, _stopping.Token);
        _fixtureFile?.Refresh();
        return _pipeline.RunAsync(context, next, _stopping.Token);
    }
}
