using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// Sends the response of the upstream to the client while it is received, and records it. The recording is written before the end of the
/// response is sent, so that it exists when the client has received the response.
/// </summary>
/// <param name="upstream">The response of the upstream.</param>
/// <param name="target">The response to the client.</param>
/// <param name="getElapsedTime">Returns the time since the request was sent.</param>
/// <param name="redactor">Removes the secrets from the recording, but not from the response to the client.</param>
/// <param name="save">Writes the recording.</param>
internal sealed class ResponseRecorder(
    HttpResponseMessage upstream, HttpResponse target, Func<TimeSpan> getElapsedTime, Redactor redactor, Action<RecordedResponse> save)
{
    private const int BufferSize = 64 * 1024;

    private readonly List<ResponseChunk> _chunks = [];
    private readonly TimeSpan _time = getElapsedTime();
    private readonly bool _isCompressed = ContentDecoder.IsCompressed(upstream.Content);

    /// <summary>Sends and records the response.</summary>
    /// <exception cref="IOException">
    /// The connection to the upstream was closed before the end of the body, or the recording cannot be written. Kestrel then closes the
    /// connection to the client, too.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var body = await ContentDecoder.ReadAsync(upstream.Content, cancellationToken).ConfigureAwait(false);
        await using var bodyScope = body.ConfigureAwait(false);
        var headers = HttpHeaderRules.SelectForClient(upstream, _isCompressed);
        RecordedResponseWriter.WriteHead(target, (int)upstream.StatusCode, headers);
        if (!RecordedResponseWriter.HasBody(target))
        {
            Save(headers, isIncomplete: false);
            return;
        }
        if (target.ContentLength is null)
            await RecordedResponseWriter.FlushHeadAsync(target, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await CopyAsync(body, headers, cancellationToken).ConfigureAwait(false))
                await RecordedResponseWriter.CutAsync(target, cancellationToken).ConfigureAwait(false);
        }
        // Many clients disconnect when they have received the last event, without waiting for the end of the body.
        catch (OperationCanceledException) when (HasLastEvent())
        {
            Save(headers, isIncomplete: false);
            throw;
        }
    }

    /// <summary>Copies the body; returns false if its end is missing. The recording is written before the last bytes are sent.</summary>
    private async Task<bool> CopyAsync(
        Stream body, IReadOnlyList<KeyValuePair<string, string[]>> headers, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var received = 0L;
        while (true)
        {
            var length = await ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false);
            if (length > 0)
                _chunks.Add(new(getElapsedTime(), buffer.AsSpan(0, length).ToArray()));
            received += Math.Max(length, 0);
            if (length <= 0 || received == target.ContentLength)
                Save(headers, isIncomplete: length < 0);
            if (length < 0)
                return false;
            await target.Body.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            await target.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (length == 0 || received == target.ContentLength)
                return true;
        }
    }

    /// <summary>Reads the next bytes; returns 0 at the end of the body, and -1 if the end is missing.</summary>
    private static async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        // InvalidDataException: the end of a compressed body is missing.
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return -1;
        }
    }

    private bool HasLastEvent() =>
        string.Concat(_chunks.Select(chunk => Encoding.Latin1.GetString(chunk.Content.Span))).TrimEnd().EndsWith(
            "data: [DONE]", StringComparison.Ordinal);

    private void Save(IReadOnlyList<KeyValuePair<string, string[]>> headers, bool isIncomplete)
    {
        var contents = redactor.Redact([.. _chunks.Select(chunk => chunk.Content)]);
        save(new RecordedResponse
        {
            StatusCode = (int)upstream.StatusCode,
            Headers = HttpHeaderRules.Redact(headers, redactor),
            Time = _time,
            Chunks = [.. _chunks.Zip(contents, (chunk, content) => chunk with { Content = content })],
            IsIncomplete = isIncomplete,
        });
    }
}
