using System.Net.Mime;
using System.Text;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>An answer that a test hands to <see cref="MistralEmulator.Enqueue"/> to be given in place of the emulator's own.</summary>
/// <remarks>
/// A status of 400 or more stands in for a gateway: it is given to the next request before any rule is checked. A lower
/// status sits in the seat of the model: key, route, fields and messages are checked first, and a request that is
/// refused leaves the script in the queue for the next one.
/// </remarks>
public sealed record ScriptedResponse
{
    /// <summary>The HTTP status, 200 by default.</summary>
    public int StatusCode { get; init; } = 200;

    /// <summary>Headers to add to the answer, or to put in place of the emulator's own: <c>retry-after</c>, for example.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The content type of <see cref="Body"/>; null sends none.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The bytes of the body. Null below status 400 keeps the emulator's own answer, to which only the headers, the
    /// delays and the cut of this script are applied; from 400 on it is an empty body.
    /// </summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>How long the head of the answer is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How long the server pauses after each event of an event stream.</summary>
    public TimeSpan DelayBetweenEvents { get; init; }

    /// <summary>After so many bytes of the body the connection is broken off, without the end of the body; null sends it all.</summary>
    public int? CutAfterBytes { get; init; }

    /// <summary>An answer with a JSON body, given as it will stand on the wire.</summary>
    public static ScriptedResponse Json(string json, int statusCode = 200) =>
        Fault(statusCode, json);

    /// <summary>An event stream of <c>data:</c> events, one for each payload, and <c>data: [DONE]</c> after the last.</summary>
    public static ScriptedResponse EventStream(params IEnumerable<string> payloads) =>
        RawEventStream(string.Concat(payloads.Append("[DONE]").Select(payload => $"data: {payload}\n\n")));

    /// <summary>An event stream whose bytes are these and no others: broken events, comments, no <c>[DONE]</c>.</summary>
    public static ScriptedResponse RawEventStream(string body) =>
        new() { ContentType = MediaTypeNames.Text.EventStream, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>An answer with this status and body, as a gateway gives it.</summary>
    public static ScriptedResponse Fault(int statusCode, string? body = null, string contentType = MediaTypeNames.Application.Json) => new()
    {
        StatusCode = statusCode,
        ContentType = body is null ? null : contentType,
        Body = body is null ? null : Encoding.UTF8.GetBytes(body),
    };
}
