using System.Net.Mime;
using System.Text;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// A response that the emulator returns in place of the response that it would generate. Add it with
/// <see cref="MistralEmulator.Enqueue(ScriptedResponse)"/>.
/// </summary>
/// <remarks>
/// A status code of 400 or more is a fault, as a gateway in front of the API returns it: the next request gets it, whatever its path,
/// API key and body. A lower status code replaces the response of the model: the next valid request gets it. A request that the emulator
/// rejects does not consume it.
/// <para>
/// With <see cref="Text"/>, <see cref="TextChunks"/>, <see cref="Thinking"/> or <see cref="ToolCalls"/>, the emulator creates the response
/// of the model from them, streamed or not, with IDs and token usage. It is for the next valid request to chat completions, agents,
/// conversations and, unless it has tool calls or thinking, FIM completions. <c>stop</c> and <c>max_tokens</c> do not cut it.
/// </para>
/// <para>
/// A request gets the first response that is for it: first those with a number of <see cref="Times"/>, in the order in which they were
/// added, then those for any number of requests, then those of the fixtures.
/// </para>
/// <para>
/// For realtime transcription, a fault rejects the WebSocket. With a lower status code, the events of an event stream are the messages of
/// the session, in place of all messages that the emulator would send; <see cref="CutAfterBytes"/> counts the bytes of the messages.
/// </para>
/// </remarks>
public sealed record ScriptedResponse
{
    /// <summary>The text of the response of the model. Default: null, for none.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The text of the response of the model, in the chunks of a stream: each string is one chunk. Without streaming, the text is that of
    /// all chunks together. Default: null, which sends <see cref="Text"/> with one chunk for each token.
    /// </summary>
    public IReadOnlyList<string>? TextChunks { get; init; }

    /// <summary>The reasoning of the model before the text: a chunk of type <c>thinking</c>. Default: null, for none.</summary>
    public string? Thinking { get; init; }

    /// <summary>The tool calls of the model. Default: none.</summary>
    public IReadOnlyList<ScriptedToolCall> ToolCalls { get; init; } = [];

    /// <summary>
    /// The finish reason, for example <c>length</c> or <c>error</c>. Default: null, which is <c>tool_calls</c> with tool calls, otherwise
    /// <c>stop</c>. Conversations have none.
    /// </summary>
    public string? FinishReason { get; init; }

    /// <summary>The requests that the response is for. Default: null, for all requests.</summary>
    public RequestMatch? Match { get; init; }

    /// <summary>
    /// The test that the response is for: only requests with this value in the header <c>x-emulator-test-id</c> get it. Default: null, for
    /// requests without the header.
    /// </summary>
    public string? TestId { get; init; }

    /// <summary>The number of requests that get the response, at least 1; null for any number. Default: 1.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>The HTTP status code. Default: 200.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>
    /// The headers to add to the response, for example <c>retry-after</c>. They replace headers of the emulator with the same name.
    /// Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The content type of <see cref="Body"/>. Default: null, which sends none.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The body. Default: null. With a status code of 400 or more, null sends an empty body. With a lower status code, null keeps the
    /// status code and the body that the emulator generates, to which the headers, the delays and the cut of this script are applied.
    /// </summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>
    /// The delay before the status code and the headers are sent. Default: zero, which uses
    /// <see cref="MistralEmulatorOptions.Timing"/>.
    /// </summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// The delay after each event of an event stream. Default: zero, which uses <see cref="MistralEmulatorOptions.Timing"/>.
    /// </summary>
    public TimeSpan DelayBetweenEvents { get; init; }

    /// <summary>
    /// The number of bytes of the body after which the connection is closed, without the end of the body. Default: null, which sends the
    /// whole body.
    /// </summary>
    public int? CutAfterBytes { get; init; }

    /// <summary>Whether the emulator creates the response of the model from the script.</summary>
    internal bool HasContent =>
        Text is not null || TextChunks is not null || Thinking is not null || ToolCalls.Count > 0 || FinishReason is not null;

    /// <summary>Whether the response is for any request, before the request is validated.</summary>
    internal bool IsFault => StatusCode >= 400;

    /// <summary>Creates a response with a JSON body.</summary>
    /// <param name="json">The body, which is sent as it is.</param>
    /// <param name="statusCode">The HTTP status code.</param>
    public static ScriptedResponse Json(string json, int statusCode = 200) =>
        Fault(statusCode, json);

    /// <summary>Creates an event stream with one <c>data:</c> event for each payload, followed by <c>data: [DONE]</c>.</summary>
    /// <param name="payloads">The data of the events, usually JSON.</param>
    public static ScriptedResponse EventStream(params IEnumerable<string> payloads) =>
        RawEventStream(string.Concat(payloads.Append("[DONE]").Select(payload => $"data: {payload}\n\n")));

    /// <summary>Creates an event stream with exactly this text, for example with malformed events, comments or no <c>[DONE]</c>.</summary>
    /// <param name="body">The body, which is sent as UTF-8.</param>
    public static ScriptedResponse RawEventStream(string body) =>
        new() { ContentType = ApiResponse.EventStreamType, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>Creates an error response, as a gateway in front of the API returns it.</summary>
    /// <param name="statusCode">The HTTP status code.</param>
    /// <param name="body">The body, which is sent as UTF-8; null for an empty body without content type.</param>
    /// <param name="contentType">The content type of the body.</param>
    public static ScriptedResponse Fault(int statusCode, string? body = null, string contentType = MediaTypeNames.Application.Json) => new()
    {
        StatusCode = statusCode,
        ContentType = body is null ? null : contentType,
        Body = body is null ? null : Encoding.UTF8.GetBytes(body),
    };
}
