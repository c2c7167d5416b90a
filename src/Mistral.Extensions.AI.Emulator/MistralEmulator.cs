using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;
using Mistral.Extensions.AI.Emulator.Endpoints.Fim;
using Mistral.Extensions.AI.Emulator.Endpoints.Models;
using Mistral.Extensions.AI.Emulator.Endpoints.Ocr;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// The far end of the wire without a key: an HTTP server on 127.0.0.1 that takes what the Mistral API takes, refuses what
/// it refuses, in its words, and gives fixed answers in its shapes. It is no model, and its answers say so.
/// </summary>
/// <remarks>All members may be used from several threads. The answer rules stand in the README of this project.</remarks>
public sealed class MistralEmulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ScriptedResponseQueue _scriptedResponses = new();
    private readonly RequestLog _requestLog = new();
    private readonly FileStore _files = new();
    private readonly WebApplication _application;

    private MistralEmulator(MistralEmulatorOptions options)
    {
        var sequence = new IdGenerator();
        var models = new ModelCatalog();
        var router = new Router(
        [
            .. new ModelsEndpoint(models).Routes,
            .. new ChatEndpoint(models, sequence, options).Routes,
            .. new EmbeddingsEndpoint(models, sequence, options).Routes,
            .. new FimEndpoint(models, sequence).Routes,
            .. new OcrEndpoint(models, _files).Routes,
        ]);
        var exchange = new RequestPipeline(router, _scriptedResponses, _requestLog, sequence, options);
        _application = BuildApplication(options.Port);
        _application.Run(context => exchange.RunAsync(context, _stopping.Token));
    }

    /// <summary>The base address, version included: <c>http://127.0.0.1:{port}/v1</c>.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The requests so far, in order of arrival, refused ones included. A snapshot: it does not grow.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requestLog.Snapshot();

    /// <summary>Starts an emulator; when the task completes, it listens.</summary>
    /// <exception cref="IOException">The port of <paramref name="options"/> is taken.</exception>
    public static async Task<MistralEmulator> StartAsync(
        MistralEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var emulator = new MistralEmulator(options ?? new MistralEmulatorOptions());
        try
        {
            await emulator._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        var addresses = emulator._application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        emulator.Endpoint = new Uri(addresses.Addresses.Single() + "/v1");
        return emulator;
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => _requestLog.Clear();

    /// <summary>Lets the next request that fits have this answer; answers are given in the order in which they were put in.</summary>
    public void Enqueue(ScriptedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _scriptedResponses.Enqueue(response);
    }

    /// <summary>Puts a file in as if it had been uploaded before: OCR requests may name it by its id.</summary>
    /// <param name="id">A UUID, since requests with other ids do not pass.</param>
    /// <param name="content">The content; it must not change afterwards.</param>
    /// <param name="mediaType">What the content is: <c>application/pdf</c>, <c>image/png</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is no UUID.</exception>
    public void AddFile(string id, ReadOnlyMemory<byte> content, string mediaType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mediaType);
        if (!Guid.TryParse(id, out var key))
            throw new ArgumentException($"A file id is a UUID, and \"{id}\" is none.", nameof(id));
        _files.Add(key, new StoredFile(content, mediaType));
    }

    /// <summary>Stops the server. Answers that are still under way are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static WebApplication BuildApplication(int port)
    {
        // Empty: neither environment variables nor settings files nor loggers of the surrounding program may reach in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Services.AddSingleton<IHostLifetime, NoopHostLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        return builder.Build();
    }

    /// <summary>Ctrl+C belongs to the program around the emulator.</summary>
    private sealed class NoopHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
