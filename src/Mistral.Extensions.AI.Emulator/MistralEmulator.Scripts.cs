using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator;

/// <content>Adds the scripted responses, and the requests that were received.</content>
public sealed partial class MistralEmulator
{
    private readonly ScriptedResponseQueue _scriptedResponses = new();
    private readonly FixtureFile? _fixtureFile;

    /// <summary>The latest requests, in the order of their arrival and including rejected requests.</summary>
    /// <remarks>
    /// Each call returns a new list, which does not change when further requests arrive. The list is limited by
    /// <see cref="MistralEmulatorOptions.MaxRecordedRequests"/> and <see cref="MistralEmulatorOptions.MaxRecordedBytes"/>.
    /// </remarks>
    public IReadOnlyList<RecordedRequest> Requests => _requestLog.Snapshot();

    /// <summary>
    /// The scripted responses that fewer requests than <see cref="ScriptedResponse.Times"/> got; if it is null, those that no request got.
    /// Fixtures are not in the list.
    /// </summary>
    public IReadOnlyList<ScriptedResponse> UnusedScripts =>
        [.. _scriptedResponses.Entries.Where(entry => entry.IsUnused).Select(entry => entry.Response)];

    /// <summary>
    /// The errors of the file <see cref="MistralEmulatorOptions.FixturesPath"/>, if it has changed and is not valid now; null if it is
    /// valid. While there are errors, the fixtures are those of the last valid version.
    /// </summary>
    public string? FixturesError
    {
        get
        {
            _fixtureFile?.Refresh();
            return _fixtureFile?.Error;
        }
    }

    /// <summary>Adds a response of the model with this text, streamed or not. See <see cref="ScriptedResponse.Text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public void Say(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Enqueue(new ScriptedResponse { Text = text });
    }

    /// <summary>
    /// Adds a response of the model with the text of these chunks; in a stream, with exactly these chunks. See
    /// <see cref="ScriptedResponse.TextChunks"/>.
    /// </summary>
    /// <param name="chunks">The chunks.</param>
    /// <exception cref="ArgumentNullException"><paramref name="chunks"/> is null.</exception>
    public void Stream(params string[] chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        Enqueue(new ScriptedResponse { TextChunks = chunks });
    }

    /// <summary>Adds a response of the model that calls a function.</summary>
    /// <param name="name">The name of the function: 1 to 64 letters, digits, underscores and dashes.</param>
    /// <param name="arguments">The arguments, usually a JSON object. They are sent as they are.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not valid.</exception>
    public void CallTool(string name, string arguments = "{}") => CallTools(new ScriptedToolCall(name, arguments));

    /// <summary>Adds a response of the model with these tool calls.</summary>
    /// <param name="calls">The calls, at least one.</param>
    /// <exception cref="ArgumentException">There is no call, or the name or the ID of a call is not valid.</exception>
    public void CallTools(params ScriptedToolCall[] calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Length == 0)
            throw new ArgumentException("At least one tool call is required.", nameof(calls));
        Enqueue(new ScriptedResponse { ToolCalls = calls });
    }

    /// <summary>
    /// Adds responses for the requests that match: the first such request gets the first response, the second the second, and so on.
    /// </summary>
    /// <param name="match">The requests that the responses are for.</param>
    /// <param name="responses">The responses. Their <see cref="ScriptedResponse.Match"/> is replaced.</param>
    /// <exception cref="ArgumentException">A response or <paramref name="match"/> is not valid.</exception>
    public void When(RequestMatch match, params ScriptedResponse[] responses)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(responses);
        _scriptedResponses.Enqueue([.. responses.Select(response => response with { Match = match })]);
    }

    /// <summary>Adds responses for the requests that match a predicate. See <see cref="RequestMatch.Predicate"/>.</summary>
    /// <param name="predicate">Returns whether a request matches.</param>
    /// <param name="responses">The responses. Their <see cref="ScriptedResponse.Match"/> is replaced.</param>
    /// <exception cref="ArgumentException">A response is not valid.</exception>
    public void When(Func<RecordedRequest, bool> predicate, params ScriptedResponse[] responses)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        When(new RequestMatch { Predicate = predicate }, responses);
    }

    /// <summary>Adds a response to the queue of scripted responses.</summary>
    /// <param name="response">The response for the next request. See <see cref="ScriptedResponse"/> for which request that is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="response"/> is not valid, for example because it has a text and a body.
    /// </exception>
    public void Enqueue(ScriptedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _scriptedResponses.Enqueue(response);
    }

    /// <summary>
    /// Throws an exception if a scripted response was not used. The message lists those responses and the requests that were received.
    /// </summary>
    /// <param name="testId">The test whose responses are checked; null for all. See <see cref="ScriptedResponse.TestId"/>.</param>
    /// <exception cref="InvalidOperationException">A scripted response was not used.</exception>
    public void AssertAllScriptsUsed(string? testId = null)
    {
        var unused = UnusedScripts.Where(script => testId is null || script.TestId == testId).ToArray();
        if (unused.Length > 0)
            throw new InvalidOperationException(UnusedScriptsMessage.Create(
                unused, [.. Requests.Where(request => testId is null || request.TestId == testId)]));
    }

    /// <summary>Removes the scripted responses that were not used. Fixtures are kept, and start again with their first response.</summary>
    /// <param name="testId">The test whose responses are removed; null for all. See <see cref="ScriptedResponse.TestId"/>.</param>
    public void ClearScripts(string? testId = null) => _scriptedResponses.Clear(testId);

    /// <summary>Removes all recorded requests.</summary>
    public void ClearRequests() => _requestLog.Clear();
}
