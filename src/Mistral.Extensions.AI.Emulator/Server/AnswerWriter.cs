using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>Puts an answer on the wire, part by part, with the delays and the cut of its script.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpResponse response, Answer answer, ScriptedAnswer? script, CancellationToken stopped)
    {
        if (script is { Delay.Ticks: > 0 })
            await Task.Delay(script.Delay, stopped).ConfigureAwait(false);
        await WriteHeadAsync(response, answer, script, stopped).ConfigureAwait(false);
        var left = script?.CutAfterBytes ?? int.MaxValue;
        foreach (var part in answer.Parts)
        {
            await response.Body.WriteAsync(part.Length > left ? part[..left] : part, stopped).ConfigureAwait(false);
            left -= Math.Min(left, part.Length);
            if (left == 0)
                break;
            if (script is { DelayBetweenEvents.Ticks: > 0 })
                await Task.Delay(script.DelayBetweenEvents, stopped).ConfigureAwait(false);
        }
        // Kestrel answers an exception behind the head by closing the connection without the end of the body, after it
        // has sent what was written; HttpContext.Abort would throw away what is still on its way.
        if (left == 0)
            throw new IOException("The connection is cut here, as scripted.");
    }

    private static async Task WriteHeadAsync(HttpResponse response, Answer answer, ScriptedAnswer? script, CancellationToken stopped)
    {
        response.StatusCode = answer.StatusCode;
        response.ContentType = answer.ContentType;
        if (!answer.IsStream && answer.StatusCode != 204)
            response.ContentLength = answer.Parts.Sum(part => (long)part.Length);
        Set(answer.Headers);
        if (script is not null)
            Set(script.Headers);
        await response.StartAsync(stopped).ConfigureAwait(false);
        await response.Body.FlushAsync(stopped).ConfigureAwait(false);

        void Set(IReadOnlyDictionary<string, string> headers)
        {
            foreach (var (name, value) in headers)
                response.Headers[name] = value;
        }
    }
}
