using System.Globalization;

namespace Mistral.Extensions.AI.Emulator.Tool;

/// <summary>Formats the line that the command-line emulator prints for each request. Of the body, it contains only the model.</summary>
internal static class RequestLogLine
{
    private const int MaxLength = 500;

    /// <summary>
    /// Formats a request: "14:05:59 POST /v1/chat/completions 422 mistral-small-latest 3 ms: body.user: Extra inputs are not permitted".
    /// </summary>
    public static string Format(RecordedRequest request)
    {
        var model = request.Model is null ? "" : $" {request.Model}";
        var error = request.Error is null ? "" : $": {request.Error}";
        var aborted = request.IsAborted ? ": closed by the client" : "";
        var status = request.StatusCode == 0 ? "-" : $"{request.StatusCode}";
        var line = string.Create(CultureInfo.InvariantCulture, $"{request.ReceivedAt.ToLocalTime():HH:mm:ss} {request.Method} "
            + $"{request.Path.Split('?')[0]} {status}{model} {request.Duration.TotalMilliseconds:F0} ms{error}{aborted}");
        // The client controls the path and the model. Line breaks in them could forge log lines.
        return string.Concat(line.Take(MaxLength).Select(character => char.IsControl(character) ? ' ' : character));
    }
}
