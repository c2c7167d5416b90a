using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>A request as scripted responses are matched with it. Its body can be invalid.</summary>
/// <param name="request">The recorded request.</param>
internal sealed class ScriptRequest(RecordedRequest request)
{
    /// <summary>The endpoints whose responses have the content of a model.</summary>
    private static readonly string[] CompletionEndpoints =
        ["/v1/chat/completions", "/v1/agents/completions", FimEndpoint, "/v1/conversations"];

    private const string FimEndpoint = "/v1/fim/completions";

    private readonly string _path = request.Path.Split('?')[0];
    private JsonElement? _body;

    /// <summary>The test that sent the request; null if it has no test ID.</summary>
    public string? TestId => request.TestId;

    /// <summary>
    /// The body, which is read at the first access; undefined if it is not valid JSON. The endpoint replaces the body of a request to an
    /// agent or a conversation by the request to the model, which has all messages.
    /// </summary>
    public JsonElement Body
    {
        get => _body ??= JsonText.Parse(request.Body, new FieldErrors()) ?? default;
        set => _body = value;
    }

    /// <summary>Whether a response is for this request.</summary>
    public bool Accepts(ScriptedResponse response) =>
        (!response.HasContent || AcceptsContent(response)) && (response.Match is not { } match || Matches(match));

    private bool AcceptsContent(ScriptedResponse response) =>
        request.Method == "POST"
        && CompletionEndpoints.Any(IsBelow)
        && (_path != FimEndpoint || (response.ToolCalls.Count == 0 && response.Thinking is null));

    private bool Matches(RequestMatch match) =>
        (match.Endpoint is null || IsBelow(match.Endpoint))
        && (match.Model is null || Body.FindString("model") == match.Model)
        && MatchesText(match)
        && (match.TurnIndex is null || PromptText.CountAssistantMessages(Body) == match.TurnIndex)
        && (match.HasToolResult is null || PromptText.EndsWithToolResult(Body) == match.HasToolResult)
        && (match.Predicate is null || match.Predicate(request with { Model = Body.FindString("model") }));

    private bool MatchesText(RequestMatch match)
    {
        if (match is { Text: null, TextContains: null, TextPattern: null })
            return true;
        return PromptText.FindText(Body) is { } text
            && (match.Text is null || text == match.Text)
            && (match.TextContains is null || text.Contains(match.TextContains, StringComparison.Ordinal))
            && (match.TextPattern is null || Regex.IsMatch(text, match.TextPattern, ScriptRules.PatternOptions));
    }

    private bool IsBelow(string path) =>
        _path == path || (_path.StartsWith(path, StringComparison.Ordinal) && _path[path.Length] == '/');
}
