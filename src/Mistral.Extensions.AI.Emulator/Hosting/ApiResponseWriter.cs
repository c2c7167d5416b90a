using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Puts an answer on the wire, part by part, with the delays and the cut of its script.</summary>
internal static class ApiResponseWriter
{
    public static async Task WriteAsync(HttpResponse httpResponse, ApiResponse response, ScriptedResponse? scripted, CancellationToken cancellationToken)
    {
        if (scripted is { Delay.Ticks: > 0 })
            await Task.Delay(scripted.Delay, cancellationToken).ConfigureAwait(false);
        await WriteHeadersAsync(httpResponse, response, scripted, cancellationToken).ConfigureAwait(false);
        var left = scripted?.CutAfterBytes ?? int.MaxValue;
        foreach (var part in response.BodySegments)
        {
            await httpResponse.Body.WriteAsync(part.Length > left ? part[..left] : part, cancellationToken).ConfigureAwait(false);
            left -= Math.Min(left, part.Length);
            if (left == 0)
                break;
            if (scripted is { DelayBetweenEvents.Ticks: > 0 })
                await Task.Delay(scripted.DelayBetweenEvents, cancellationToken).ConfigureAwait(false);
        }
        // Kestrel answers an exception behind the head by closing the connection without the end of the body, after it
        // has sent what was written; HttpContext.Abort would throw away what is still on its way.
        if (left == 0)
            throw new IOException("The connection is cut here, as scripted.");
    }

    private static async Task WriteHeadersAsync(HttpResponse httpResponse, ApiResponse response, ScriptedResponse? scripted, CancellationToken cancellationToken)
    {
        httpResponse.StatusCode = response.StatusCode;
        httpResponse.ContentType = response.ContentType;
        if (!response.IsStream && response.StatusCode != 204)
            httpResponse.ContentLength = response.BodySegments.Sum(part => (long)part.Length);
        Set(response.Headers);
        if (scripted is not null)
            Set(scripted.Headers);
        await httpResponse.StartAsync(cancellationToken).ConfigureAwait(false);
        await httpResponse.Body.FlushAsync(cancellationToken).ConfigureAwait(false);

        void Set(IReadOnlyDictionary<string, string> headers)
        {
            foreach (var (name, value) in headers)
                httpResponse.Headers[name] = value;
        }
    }
}
