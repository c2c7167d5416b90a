using System.Globalization;
using System.Text;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Writes the message of a test that fails because scripted responses were not used.</summary>
internal static class UnusedScriptsMessage
{
    private const int MaxLines = 100;

    /// <summary>Lists the responses that were not used and the requests that were received.</summary>
    public static string Create(IReadOnlyList<ScriptedResponse> unused, IReadOnlyList<RecordedRequest> requests)
    {
        var message = new StringBuilder(unused.Count == 1
            ? "1 scripted response was not used:"
            : $"{unused.Count} scripted responses were not used:");
        AddLines(message, unused.Select(ScriptDescription.Describe), unused.Count);
        message.Append(requests.Count switch
        {
            0 => "\nNo requests were received.",
            1 => "\n1 request was received:",
            _ => $"\n{requests.Count} requests were received:",
        });
        AddLines(message, requests.Select(Describe), requests.Count);
        return message.ToString();
    }

    private static void AddLines(StringBuilder message, IEnumerable<string> lines, int count)
    {
        foreach (var line in lines.Take(MaxLines))
            message.Append(CultureInfo.InvariantCulture, $"\n- {line}");
        if (count > MaxLines)
            message.Append(CultureInfo.InvariantCulture, $"\n- and {count - MaxLines} more");
    }

    private static string Describe(RecordedRequest request)
    {
        var model = request.Model is null ? "" : $" {request.Model}";
        var text = PromptText.FindText(new ScriptRequest(request).Body) is { } found ? $", text {ScriptDescription.Quote(found)}" : "";
        var error = request.Error is null ? "" : $": {request.Error}";
        return $"{request.Method} {request.Path} {request.StatusCode}{model}{text}{error}";
    }
}
