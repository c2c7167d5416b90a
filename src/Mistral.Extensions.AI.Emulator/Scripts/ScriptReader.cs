using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Reads scripts from JSON that matches the schema, and adds an error for each response that breaks a rule.</summary>
/// <param name="errors">The errors.</param>
internal sealed class ScriptReader(FieldErrors errors)
{
    /// <summary>Reads the responses of fixtures.</summary>
    public IReadOnlyList<ScriptedResponse> ReadFixtures(JsonElement fixtures)
    {
        var location = Location.Body.Child("fixtures");
        return [.. fixtures.FindItems("fixtures").SelectMany((fixture, index) => ReadFixture(fixture, location.Child(index)))];
    }

    /// <summary>Reads the responses of a script. Each is for one request, unless it has <c>times</c>.</summary>
    public IReadOnlyList<ScriptedResponse> ReadScript(JsonElement script, Location location)
    {
        var match = script.Find("match") is { } value ? ReadMatch(value) : null;
        if (match is not null)
            AddErrors(ScriptRules.FindErrors(match), location.Child("match"), script);
        if (script.Find("response") is null == script.Find("responses") is null)
            AddErrors(["A script must have either a response or responses."], location, script);
        return script.Find("response") is { } response
            ? [ReadResponse(response, match, location.Child("response"))]
            : [.. script.FindItems("responses")
                .Select((item, index) => ReadResponse(item, match, location.Child("responses").Child(index)))];
    }

    /// <summary>Reads the responses of a fixture. The last is for any number of requests, unless it has <c>times</c>.</summary>
    private IEnumerable<ScriptedResponse> ReadFixture(JsonElement fixture, Location location)
    {
        var responses = ReadScript(fixture, location);
        var last = fixture.Find("response") ?? fixture.FindItems("responses").LastOrDefault();
        return responses.Select((response, index) =>
            index == responses.Count - 1 && !last.TryGetProperty("times", out _) ? response with { Times = null } : response);
    }

    private static RequestMatch ReadMatch(JsonElement match) => new()
    {
        Model = match.FindString("model"),
        Endpoint = match.FindString("endpoint"),
        Text = match.FindString("text"),
        TextContains = match.FindString("text_contains"),
        TextPattern = match.FindString("text_pattern"),
        TurnIndex = (int?)match.FindNumber("turn_index"),
        HasToolResult = match.Find("has_tool_result")?.ToBoolean(),
    };

    private ScriptedResponse ReadResponse(JsonElement json, RequestMatch? match, Location location)
    {
        var response = ScriptedBody.Read(json) with
        {
            Match = match,
            Text = json.FindString("text"),
            TextChunks = json.Find("text_chunks") is null ? null : [.. json.FindStrings("text_chunks")],
            Thinking = json.FindString("thinking"),
            ToolCalls = [.. json.FindItems("tool_calls").Select(ReadToolCall)],
            FinishReason = json.FindString("finish_reason"),
            StatusCode = (int)(json.FindNumber("status_code") ?? 200),
            Headers = json.FindProperties("headers").ToDictionary(header => header.Name, header => header.Value.GetString()!),
            Delay = ReadMilliseconds(json, "delay_ms"),
            DelayBetweenEvents = ReadMilliseconds(json, "delay_between_events_ms"),
            CutAfterBytes = (int?)json.FindNumber("cut_after_bytes"),
            Times = json.TryGetProperty("times", out var times) ? (int?)times.ToNumber() : 1,
        };
        AddErrors(ScriptedBody.FindErrors(json), location, json);
        AddErrors(ScriptRules.FindErrors(response with { Match = null }), location, json);
        return response;
    }

    private static ScriptedToolCall ReadToolCall(JsonElement call) => new(
        call.FindString("name")!,
        call.FindString("arguments") ?? CompactJson.Serialize(call.Find("arguments")?.ToNode() ?? new JsonObject()))
    {
        Id = call.FindString("id"),
    };

    private static TimeSpan ReadMilliseconds(JsonElement json, string name) => TimeSpan.FromMilliseconds(json.FindNumber(name) ?? 0);

    private void AddErrors(IEnumerable<string> messages, Location location, JsonElement input)
    {
        foreach (var message in messages)
            errors.Add("value_error", location, $"Value error, {message}", input);
    }
}
