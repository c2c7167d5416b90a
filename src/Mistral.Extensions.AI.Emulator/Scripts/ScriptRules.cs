using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>The rules of scripted responses, for those of .NET tests, of fixtures and of the control API.</summary>
internal static partial class ScriptRules
{
    /// <summary>The options of <see cref="RequestMatch.TextPattern"/>. No pattern takes more than linear time.</summary>
    public const RegexOptions PatternOptions = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Returns what is wrong with a response; empty if it is valid.</summary>
    public static IEnumerable<string> FindErrors(ScriptedResponse response) =>
        FindContentErrors(response).Concat(FindNumberErrors(response)).Concat(FindHeaderErrors(response))
            .Concat(response.ToolCalls.SelectMany(FindErrors))
            .Concat(response.Match is null ? [] : FindErrors(response.Match));

    /// <summary>Returns what is wrong with the requests that a response is for; empty if it is valid.</summary>
    public static IEnumerable<string> FindErrors(RequestMatch match)
    {
        if (match.Endpoint is not null && (!match.Endpoint.StartsWith('/') || match.Endpoint.EndsWith('/')))
            yield return $"The endpoint must be a path such as /v1/chat/completions, but was \"{match.Endpoint}\".";
        if (match.TurnIndex < 0)
            yield return $"The turn index must not be negative, but was {match.TurnIndex}.";
        if (match.TextPattern is not null && FindPatternError(match.TextPattern) is { } error)
            yield return $"The text pattern \"{match.TextPattern}\" is not a supported .NET regular expression: {error}";
    }

    private static IEnumerable<string> FindContentErrors(ScriptedResponse response)
    {
        if (response.HasContent && response.Body is not null)
            yield return "A response cannot have both the content of the model (text, tool calls) and a body.";
        if (response.HasContent && response.StatusCode != 200)
            yield return $"The status code of a response with the content of the model must be 200, but was {response.StatusCode}.";
        if (response.Text is not null && response.TextChunks is not null)
            yield return "A response cannot have both a text and text chunks.";
        if (response.FinishReason is not null && response is { Text: null, TextChunks: null, Thinking: null, ToolCalls.Count: 0 })
            yield return "A finish reason requires a text, text chunks, thinking or tool calls.";
        if (response.FinishReason == "")
            yield return "The finish reason must not be empty.";
        if (response.Thinking == "")
            yield return "The thinking must not be empty.";
    }

    private static IEnumerable<string> FindNumberErrors(ScriptedResponse response)
    {
        if (response.StatusCode is < 200 or > 599)
            yield return $"The status code must be between 200 and 599, but was {response.StatusCode}.";
        if (response.Times < 1)
            yield return $"The number of times must be at least 1, but was {response.Times}.";
        if (response.Delay < TimeSpan.Zero || response.DelayBetweenEvents < TimeSpan.Zero)
            yield return "A delay must not be negative.";
        if (response.CutAfterBytes < 0)
            yield return $"The number of bytes after which the response is cut must not be negative, but was {response.CutAfterBytes}.";
    }

    /// <summary>Finds headers that cannot be sent.</summary>
    private static IEnumerable<string> FindHeaderErrors(ScriptedResponse response)
    {
        foreach (var (name, value) in response.Headers)
        {
            if (!HeaderNameRegex().IsMatch(name) || !HeaderValueRegex().IsMatch(value))
                yield return $"The header \"{name}\" has characters that are not allowed in its name or value.";
        }
        if (response.ContentType is not null && !HeaderValueRegex().IsMatch(response.ContentType))
            yield return "The content type has characters that are not allowed.";
    }

    private static IEnumerable<string> FindErrors(ScriptedToolCall call)
    {
        if (!NameRegex().IsMatch(call.Name))
            yield return $"The function name must be 1 to 64 letters, digits, underscores and dashes, but was \"{call.Name}\".";
        if (call.Id is not null && !IdRegex().IsMatch(call.Id))
            yield return $"A tool-call ID must be nine letters or digits, but was \"{call.Id}\".";
    }

    private static string? FindPatternError(string pattern)
    {
        try
        {
            _ = new Regex(pattern, PatternOptions);
            return null;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return error.Message;
        }
    }

    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    private static partial Regex HeaderNameRegex();

    [GeneratedRegex(@"^[\t\x20-\x7E]*\z")]
    private static partial Regex HeaderValueRegex();

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex NameRegex();

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex IdRegex();
}
