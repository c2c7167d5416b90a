using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Writes responses, with the headers, the delays and the cut of the scripted response.</summary>
internal static class ApiResponseWriter
{
    /// <summary>Writes a response.</summary>
    /// <param name="httpResponse">The HTTP response to write to.</param>
    /// <param name="response">The response.</param>
    /// <param name="scripted">The scripted response that the request consumed; null if there is none.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="IOException">The script cuts the response. Kestrel then closes the connection.</exception>
    public static async Task WriteAsync(
        HttpResponse httpResponse, ApiResponse response, ScriptedResponse? scripted, CancellationToken cancellationToken)
    {
        if (scripted is { Delay.Ticks: > 0 })
            await Task.Delay(scripted.Delay, cancellationToken).ConfigureAwait(false);
        await WriteHeadersAsync(httpResponse, response, scripted, cancellationToken).ConfigureAwait(false);
        var remaining = scripted?.CutAfterBytes ?? long.MaxValue;
        await foreach (var segment in response.GetSegmentsAsync().ConfigureAwait(false))
        {
            var length = (int)Math.Min(remaining, segment.Length);
            await httpResponse.Body.WriteAsync(segment[..length], cancellationToken).ConfigureAwait(false);
            remaining -= length;
            if (remaining == 0)
                break;
            if (scripted is { DelayBetweenEvents.Ticks: > 0 })
                await Task.Delay(scripted.DelayBetweenEvents, cancellationToken).ConfigureAwait(false);
        }
        // After an exception Kestrel sends what was written and closes the connection without the end of the body.
        // HttpContext.Abort would discard bytes that are not sent yet.
        if (remaining == 0)
            throw new IOException("The response is cut here because of ScriptedResponse.CutAfterBytes.");
    }

    private static async Task WriteHeadersAsync(
        HttpResponse httpResponse, ApiResponse response, ScriptedResponse? scripted, CancellationToken cancellationToken)
    {
        httpResponse.StatusCode = response.StatusCode;
        httpResponse.ContentType = response.ContentType;
        if (!response.IsStream && response.StatusCode != StatusCodes.Status204NoContent)
            httpResponse.ContentLength = response.BodyLength ?? response.BodySegments.Sum(segment => (long)segment.Length);
        SetHeaders(response.Headers);
        if (scripted is not null)
            SetHeaders(scripted.Headers);
        await httpResponse.StartAsync(cancellationToken).ConfigureAwait(false);
        await httpResponse.Body.FlushAsync(cancellationToken).ConfigureAwait(false);

        void SetHeaders(IReadOnlyDictionary<string, string> headers)
        {
            foreach (var (name, value) in headers)
                httpResponse.Headers[name] = value;
        }
    }
}
