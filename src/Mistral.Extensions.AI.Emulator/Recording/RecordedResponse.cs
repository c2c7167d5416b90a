namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>A response of the upstream.</summary>
internal sealed record RecordedResponse
{
    /// <summary>The HTTP status code.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The headers, without those of the connection and without secrets.</summary>
    public required IReadOnlyList<KeyValuePair<string, string[]>> Headers { get; init; }

    /// <summary>The time from the request to the headers.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>The chunks of the body in the order in which they were received.</summary>
    public required IReadOnlyList<ResponseChunk> Chunks { get; init; }

    /// <summary>Whether the connection was closed before the end of the body.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>The content type; null if there is none.</summary>
    public string? ContentType => Headers
        .FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();

    /// <summary>Whether the body is an event stream, whose chunks are recorded one by one.</summary>
    public bool IsStream => ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body =>
        Chunks.Count == 1 ? Chunks[0].Content : Chunks.SelectMany(chunk => chunk.Content.ToArray()).ToArray();
}
