using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>One request as it arrived, refused ones included.</summary>
public sealed record RecordedRequest
{
    /// <summary>The HTTP method in capitals: <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it stood on the request line, with the query: <c>/v1/models?provider=x</c>.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The headers, by name in any case. Keys are never kept: <c>Authorization</c> reads <c>Bearer ***</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, byte for byte; empty when there was none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body read as JSON; null when it is not JSON.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>The status of the answer; 0 as long as none has begun.</summary>
    public int StatusCode { get; init; }
}
