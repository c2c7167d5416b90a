using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Writes a response, with the delays of a pacer, and the headers and the cut of the scripted response.</summary>
/// <param name="httpResponse">The HTTP response to write to.</param>
/// <param name="scripted">The scripted response that the request consumed; null if there is none.</param>
/// <param name="pacer">Delays the response; null for no delays.</param>
/// <param name="capture">Gets what was sent; null if it is not wanted.</param>
internal sealed class ApiResponseWriter(
    HttpResponse httpResponse, ScriptedResponse? scripted = null, ResponsePacer? pacer = null, ResponseCapture? capture = null)
{
    /// <summary>Writes the response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="IOException">The script cuts the response. Kestrel then closes the connection.</exception>
    public async Task WriteAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        await (pacer?.WaitForHeadersAsync(response, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        await WriteHeadersAsync(response, cancellationToken).ConfigureAwait(false);
        var remaining = scripted?.CutAfterBytes ?? long.MaxValue;
        await foreach (var segment in response.GetSegmentsAsync().ConfigureAwait(false))
        {
            await (pacer?.WaitForEventAsync(response, segment, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            var part = segment[..(int)Math.Min(remaining, segment.Length)];
            await httpResponse.Body.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            capture?.Add(part.Span);
            remaining -= part.Length;
            if (remaining == 0)
                break;
            await (pacer?.WaitAfterEventAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        // After an exception Kestrel sends what was written and closes the connection without the end of the body.
        // HttpContext.Abort would discard bytes that are not sent yet.
        if (remaining == 0)
            throw new IOException("The response is cut here because of ScriptedResponse.CutAfterBytes.");
    }

    private async Task WriteHeadersAsync(ApiResponse response, CancellationToken cancellationToken)
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
