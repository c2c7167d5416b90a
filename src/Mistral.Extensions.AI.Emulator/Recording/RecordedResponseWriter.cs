using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Writes recorded responses, with the same headers and the same chunks.</summary>
/// <param name="timeProvider">Measures the delays; null to write without delays.</param>
internal sealed class RecordedResponseWriter(TimeProvider? timeProvider)
{
    /// <summary>Writes a response.</summary>
    /// <exception cref="IOException">The response was cut while it was recorded. Kestrel then closes the connection.</exception>
    public async Task WriteAsync(HttpResponse target, RecordedResponse response, CancellationToken cancellationToken)
    {
        var start = timeProvider?.GetTimestamp() ?? 0;
        await WaitUntilAsync(start, response.Time, cancellationToken).ConfigureAwait(false);
        WriteHead(target, response.StatusCode, response.Headers);
        // The length of the body can differ from the recorded length, because secrets were replaced or the file was edited.
        if (target.ContentLength is not null && !response.IsIncomplete && HasBody(target))
            target.ContentLength = response.Chunks.Sum(chunk => (long)chunk.Content.Length);
        if (response.IsStream)
            await FlushHeadAsync(target, cancellationToken).ConfigureAwait(false);
        foreach (var chunk in response.Chunks)
        {
            await WaitUntilAsync(start, chunk.Time, cancellationToken).ConfigureAwait(false);
            await target.Body.WriteAsync(chunk.Content, cancellationToken).ConfigureAwait(false);
            await target.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        if (response.IsIncomplete)
            await CutAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the status code and the headers. They replace those of the emulator with the same names.</summary>
    public static void WriteHead(HttpResponse target, int statusCode, IEnumerable<KeyValuePair<string, string[]>> headers)
    {
        target.StatusCode = statusCode;
        foreach (var (name, values) in headers)
            target.Headers[name] = values;
    }

    /// <summary>Whether a response with the status code has a body. If not, Content-Length is the length that it would have.</summary>
    public static bool HasBody(HttpResponse target) => !HttpMethods.IsHead(target.HttpContext.Request.Method)
        && target.StatusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified);

    /// <summary>Sends the headers before the body.</summary>
    public static async Task FlushHeadAsync(HttpResponse target, CancellationToken cancellationToken)
    {
        await target.StartAsync(cancellationToken).ConfigureAwait(false);
        await target.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the headers and closes the connection without the end of the body.</summary>
    public static async Task CutAsync(HttpResponse target, CancellationToken cancellationToken)
    {
        await FlushHeadAsync(target, cancellationToken).ConfigureAwait(false);
        throw new IOException("The connection to the API was closed here while the response was recorded.");
    }

    private async Task WaitUntilAsync(long start, TimeSpan time, CancellationToken cancellationToken)
    {
        if (timeProvider is not null && time - timeProvider.GetElapsedTime(start) is { Ticks: > 0 } delay)
            await Task.Delay(delay, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
