using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Replays recorded responses, and records those of another API.</summary>
/// <param name="options">The options of the emulator.</param>
internal sealed class RecordReplay(MistralEmulatorOptions options) : IRequestHandler, IDisposable
{
    private readonly RecordingFolder _folder = new(options.RecordingsPath!);
    private readonly Upstream _upstream = new(options.UpstreamEndpoint, options.UpstreamApiKey);
    private readonly RecordedResponseWriter _writer = new(options.ReplayDelays ? options.TimeProvider : null);
    private readonly ConcurrentDictionary<string, RequestCount> _counts = new();

    /// <summary>Reads the recordings.</summary>
    /// <exception cref="IOException">The folder does not exist, or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is not a recording.</exception>
    public void Load() => _folder.Load(create: options.RecordingMode != RecordingMode.Replay);

    /// <summary>
    /// Starts again with the first recording of equal requests: for one test, or for all if <paramref name="testId"/> is null.
    /// </summary>
    public void Restart(string? testId)
    {
        foreach (var (key, count) in _counts)
        {
            if (testId is null || count.TestId == testId)
                _counts.TryRemove(key, out _);
        }
    }

    public RecordedRequest Redact(HttpRequest request, RecordedRequest logged)
    {
        var redactor = CreateRedactor(request);
        return logged with
        {
            Path = redactor.Redact(logged.Path),
            Headers = logged.Headers.ToDictionary(
                header => header.Key, header => redactor.Redact(header.Value), StringComparer.OrdinalIgnoreCase),
            Body = redactor.Redact(logged.Body),
        };
    }

    public async Task HandleAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (context.WebSockets.IsWebSocketRequest)
            throw RecordingErrors.WebSocketNotSupported();
        var redactor = CreateRedactor(context.Request);
        var request = await RequestDescription.CreateAsync(context.Request, body, redactor).ConfigureAwait(false);
        if (FindRecording(request) is { } response)
            await _writer.WriteAsync(context.Response, response, cancellationToken).ConfigureAwait(false);
        else
            await RecordAsync(context, body, request, redactor, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _upstream.Dispose();

    private Redactor CreateRedactor(HttpRequest request) =>
        new(options.UpstreamApiKey is { } key ? ApiKeyHeaders.Read(request).Append(key) : ApiKeyHeaders.Read(request));

    /// <summary>Returns the response to replay; null to record it.</summary>
    /// <exception cref="ApiError">There is no recording, and responses are not recorded.</exception>
    private RecordedResponse? FindRecording(JsonElement request)
    {
        if (options.RecordingMode == RecordingMode.Record)
            return null;
        var key = CanonicalJson.Hash(request);
        var recordings = _folder.Find(key);
        var number = GetCount(request, key).Increment();
        if (number <= recordings.Count)
            return recordings[number - 1].Response;
        if (options.RecordingMode == RecordingMode.Auto)
            return null;
        // A client that polls the status of a job, for example, can send more requests than when it was recorded.
        return recordings.Count > 0 ? recordings[^1].Response : throw RecordingErrors.NotFound(request, _folder);
    }

    private async Task RecordAsync(
        HttpContext context, ReadOnlyMemory<byte> body, JsonElement request, Redactor redactor, CancellationToken cancellationToken)
    {
        var isWebPage = context.Request.Headers.Origin.Count > 0 || context.Request.Headers.ContainsKey("Sec-Fetch-Site");
        if (isWebPage && options is { UpstreamApiKey: not null, ApiKey: null })
            throw RecordingErrors.WebPage();
        var start = options.TimeProvider.GetTimestamp();
        using var response = await _upstream.SendAsync(context.Request, body, cancellationToken).ConfigureAwait(false);
        var recorder = new ResponseRecorder(
            response, context.Response, () => options.TimeProvider.GetElapsedTime(start), redactor, recorded => Save(request, recorded));
        await recorder.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes a recording. In the mode Record, numbers start at 1 in each run, so the recordings of earlier runs are replaced. In the mode
    /// Auto, the recording follows the existing ones.
    /// </summary>
    private void Save(JsonElement request, RecordedResponse response) => _folder.Save(
        request, response, options.RecordingMode == RecordingMode.Auto ? null : key => GetCount(request, key).Increment());

    private RequestCount GetCount(JsonElement request, string key) =>
        _counts.GetOrAdd(key, _ => new RequestCount(request.FindString("test_id")));

    /// <summary>Counts equal requests.</summary>
    private sealed class RequestCount(string? testId)
    {
        private int _count;

        public string? TestId => testId;

        public int Increment() => Interlocked.Increment(ref _count);
    }
}
