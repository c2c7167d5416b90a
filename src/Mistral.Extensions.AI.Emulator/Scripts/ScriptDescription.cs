using System.Globalization;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Describes scripted responses in one line each, for messages and for the status page.</summary>
internal static class ScriptDescription
{
    private const int MaxTextLength = 80;

    /// <summary>Describes a response: <c>text "Hello" for requests with model "mistral-small-latest"</c>.</summary>
    public static string Describe(ScriptedResponse response)
    {
        var conditions = response.Match is null ? [] : DescribeMatch(response.Match).ToList();
        var requests = conditions.Count == 0 ? "" : $" for requests with {string.Join(", ", conditions)}";
        var test = response.TestId is null ? "" : $" of test {Quote(response.TestId)}";
        return string.Join(", ", DescribeContent(response).DefaultIfEmpty(DescribeResponse(response))) + requests + test;
    }

    /// <summary>Quotes a text; a long one is cut.</summary>
    public static string Quote(string text) => CompactJson.Serialize(Cut(text));

    private static string Cut(string text) => text.Length > MaxTextLength ? $"{text[..MaxTextLength]}..." : text;

    private static IEnumerable<string> DescribeContent(ScriptedResponse response)
    {
        if (response.Thinking is not null)
            yield return $"thinking {Quote(response.Thinking)}";
        if (response.Text is not null)
            yield return $"text {Quote(response.Text)}";
        if (response.TextChunks is not null)
            yield return $"text in {response.TextChunks.Count} chunks {Quote(string.Concat(response.TextChunks))}";
        foreach (var call in response.ToolCalls)
            yield return $"call of {call.Name} with {Cut(call.Arguments.ReplaceLineEndings(" "))}";
    }

    private static string DescribeResponse(ScriptedResponse response) => response switch
    {
        { IsFault: true } => $"fault {response.StatusCode}",
        { Body: null } => "changes to a generated response",
        _ => string.Create(CultureInfo.InvariantCulture, $"response {response.StatusCode} with {response.Body.Value.Length} bytes"),
    };

    private static IEnumerable<string> DescribeMatch(RequestMatch match)
    {
        if (match.Model is not null)
            yield return $"model {Quote(match.Model)}";
        if (match.Endpoint is not null)
            yield return $"endpoint {match.Endpoint}";
        if (match.Text is not null)
            yield return $"text {Quote(match.Text)}";
        if (match.TextContains is not null)
            yield return $"text that contains {Quote(match.TextContains)}";
        if (match.TextPattern is not null)
            yield return $"text that matches {Quote(match.TextPattern)}";
        if (match.TurnIndex is not null)
            yield return $"turn index {match.TurnIndex}";
        if (match.HasToolResult is not null)
            yield return match.HasToolResult.Value ? "a tool result at the end" : "no tool result at the end";
        if (match.Predicate is not null)
            yield return "a predicate";
    }
}
