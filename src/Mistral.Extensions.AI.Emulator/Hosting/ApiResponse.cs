using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>A response before it is written.</summary>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="ContentType">The content type; null for none.</param>
/// <param name="BodySegments">The body: one segment for each event of an event stream, one segment for any other body.</param>
internal sealed record ApiResponse(int StatusCode, string? ContentType, IEnumerable<ReadOnlyMemory<byte>> BodySegments)
{
    /// <summary>The content type of event streams, as the API sends it.</summary>
    public const string EventStreamType = "text/event-stream; charset=utf-8";

    /// <summary>The headers that are specific to this response.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The segments of an event stream that is created while it is sent; null if <see cref="BodySegments"/> is the body.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? LiveSegments { get; init; }

    /// <summary>The reason of an error response; null for other responses.</summary>
    public string? Error { get; init; }

    /// <summary>The length of the body; null to compute it from the segments. Set it if these are read from a file.</summary>
    public long? BodyLength { get; init; }

    /// <summary>The number of tokens that count toward the rate limit.</summary>
    public int TokenCost { get; init; }

    /// <summary>Runs the session of a request that opens a WebSocket; null for other responses.</summary>
    public Func<WebSocketConnection, CancellationToken, Task>? RunSession { get; init; }

    /// <summary>Whether the body is an event stream.</summary>
    public bool IsStream => IsEventStream(ContentType);

    /// <summary>Returns the body, also if it is created while it is sent.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> GetSegmentsAsync() => LiveSegments ?? LiveEvents.FromSegmentsAsync(BodySegments);

    /// <summary>Creates a response with a JSON body.</summary>
    public static ApiResponse Json(JsonNode body, int statusCode = 200) =>
        new(statusCode, MediaTypeNames.Application.Json, [CompactJson.SerializeToUtf8Bytes(body)]);

    /// <summary>Creates an event stream that ends with <c>[DONE]</c>. Each event is created when it is written.</summary>
    public static ApiResponse EventStream(IEnumerable<JsonNode> events) =>
        new(200, EventStreamType, events.Select(CompactJson.Serialize).Append("[DONE]").Select(FormatEvent));

    /// <summary>
    /// Creates an event stream whose events are sent when they are produced. It ends with <c>[DONE]</c>, or with the body of an
    /// <see cref="ApiError"/> that the events throw.
    /// </summary>
    public static ApiResponse LiveEventStream(IAsyncEnumerable<JsonObject> events) => new(200, EventStreamType, [])
    {
        LiveSegments = LiveEvents.FormatAsync(
            events, data => FormatEvent(CompactJson.Serialize(data)), error => FormatEvent(error.Json), end: FormatEvent("[DONE]")),
    };

    /// <summary>
    /// Creates an event stream without <c>[DONE]</c> whose events are sent when they are produced. The <c>event</c> of each event is its
    /// <c>type</c>.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="createErrorEvent">Creates the last event if the events throw an <see cref="ApiError"/>.</param>
    public static ApiResponse LiveNamedEventStream(IAsyncEnumerable<JsonObject> events, Func<ApiError, JsonObject> createErrorEvent) =>
        new(200, EventStreamType, [])
        {
            LiveSegments = LiveEvents.FormatAsync(events, FormatNamedEvent, error => FormatNamedEvent(createErrorEvent(error)), end: null),
        };

    /// <summary>Creates an event stream without <c>[DONE]</c>. The <c>event</c> of each event is its <c>type</c>.</summary>
    public static ApiResponse NamedEventStream(IEnumerable<JsonObject> events) =>
        new(200, EventStreamType, events.Select(FormatNamedEvent));

    /// <summary>Creates a response that opens a WebSocket.</summary>
    public static ApiResponse WebSocket(Func<WebSocketConnection, CancellationToken, Task> runSession) =>
        new(101, null, []) { RunSession = runSession };

    /// <summary>Creates a response without a body.</summary>
    public static ApiResponse NoContent() => new(204, null, []);

    /// <summary>Creates a response with the status code, the content type and the body of a scripted response.</summary>
    public static ApiResponse FromScript(ScriptedResponse scripted) =>
        new(scripted.StatusCode, scripted.ContentType, [.. SplitEvents(scripted.Body ?? default, scripted.ContentType)]);

    private static bool IsEventStream(string? contentType) =>
        contentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true;

    private static ReadOnlyMemory<byte> FormatEvent(string payload) => Encoding.UTF8.GetBytes($"data: {payload}\n\n");

    private static ReadOnlyMemory<byte> FormatNamedEvent(JsonObject data) =>
        Encoding.UTF8.GetBytes($"event: {data["type"]}\ndata: {CompactJson.Serialize(data)}\n\n");

    private static IEnumerable<ReadOnlyMemory<byte>> SplitEvents(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (IsEventStream(contentType))
        {
            for (var end = FindEventEnd(body.Span); end > 0; end = FindEventEnd(body.Span))
            {
                yield return body[..end];
                body = body[end..];
            }
        }
        if (!body.IsEmpty)
            yield return body;
    }

    /// <summary>Returns the index after the first empty line; 0 if there is none.</summary>
    private static int FindEventEnd(ReadOnlySpan<byte> body)
    {
        var lfEnd = body.IndexOf("\n\n"u8) is var lf and >= 0 ? lf + 2 : int.MaxValue;
        var crlfEnd = body.IndexOf("\r\n\r\n"u8) is var crlf and >= 0 ? crlf + 4 : int.MaxValue;
        var end = Math.Min(lfEnd, crlfEnd);
        return end == int.MaxValue ? 0 : end;
    }
}
