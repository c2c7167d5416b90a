using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>What goes back over the wire: one part for a document, one part an event for a stream.</summary>
internal sealed record ApiResponse(int StatusCode, string? ContentType, IReadOnlyList<ReadOnlyMemory<byte>> BodySegments)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What the request takes from the tokens of the minute.</summary>
    public int TokenCost { get; init; }

    public bool IsStream => IsEventStream(ContentType);

    public static ApiResponse Json(JsonNode body, int statusCode = 200) =>
        new(statusCode, MediaTypeNames.Application.Json, [CompactJson.SerializeToUtf8Bytes(body)]);

    public static ApiResponse EventStream(IEnumerable<JsonNode> events) =>
        new(200, MediaTypeNames.Text.EventStream, [.. events.Select(CompactJson.Serialize).Append("[DONE]").Select(FormatEvent)]);

    public static ApiResponse FromScript(ScriptedResponse scripted) =>
        new(scripted.StatusCode, scripted.ContentType, [.. SplitEvents(scripted.Body ?? default, scripted.ContentType)]);

    private static bool IsEventStream(string? contentType) =>
        contentType?.StartsWith(MediaTypeNames.Text.EventStream, StringComparison.OrdinalIgnoreCase) is true;

    private static ReadOnlyMemory<byte> FormatEvent(string payload) => Encoding.UTF8.GetBytes($"data: {payload}\n\n");

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

    /// <summary>Just behind the next blank line, or 0 when there is none.</summary>
    private static int FindEventEnd(ReadOnlySpan<byte> body)
    {
        var feeds = body.IndexOf("\n\n"u8) is var feed and >= 0 ? feed + 2 : int.MaxValue;
        var returns = body.IndexOf("\r\n\r\n"u8) is var crlf and >= 0 ? crlf + 4 : int.MaxValue;
        var end = Math.Min(feeds, returns);
        return end == int.MaxValue ? 0 : end;
    }
}
