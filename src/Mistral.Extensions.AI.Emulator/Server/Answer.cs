using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Server;

/// <summary>What goes back over the wire: one part for a document, one part an event for a stream.</summary>
internal sealed record Answer(int StatusCode, string? ContentType, IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What the request takes from the tokens of the minute.</summary>
    public int TokenCost { get; init; }

    public bool IsStream => IsEventStream(ContentType);

    public static Answer Json(JsonNode body, int statusCode = 200) =>
        new(statusCode, MediaTypeNames.Application.Json, [JsonText.ToBytes(body)]);

    public static Answer EventStream(IEnumerable<JsonNode> events) =>
        new(200, MediaTypeNames.Text.EventStream, [.. events.Select(JsonText.ToText).Append("[DONE]").Select(ToEvent)]);

    public static Answer From(ScriptedAnswer script) =>
        new(script.StatusCode, script.ContentType, [.. Split(script.Body ?? default, script.ContentType)]);

    private static bool IsEventStream(string? contentType) =>
        contentType?.StartsWith(MediaTypeNames.Text.EventStream, StringComparison.OrdinalIgnoreCase) is true;

    private static ReadOnlyMemory<byte> ToEvent(string payload) => Encoding.UTF8.GetBytes($"data: {payload}\n\n");

    private static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (IsEventStream(contentType))
        {
            for (var end = EventEnd(body.Span); end > 0; end = EventEnd(body.Span))
            {
                yield return body[..end];
                body = body[end..];
            }
        }
        if (!body.IsEmpty)
            yield return body;
    }

    /// <summary>Just behind the next blank line, or 0 when there is none.</summary>
    private static int EventEnd(ReadOnlySpan<byte> body)
    {
        var feeds = body.IndexOf("\n\n"u8) is var feed and >= 0 ? feed + 2 : int.MaxValue;
        var returns = body.IndexOf("\r\n\r\n"u8) is var crlf and >= 0 ? crlf + 4 : int.MaxValue;
        var end = Math.Min(feeds, returns);
        return end == int.MaxValue ? 0 : end;
    }
}
