using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>A request that a <see cref="MistralEmulator"/> received. Rejected requests are recorded too.</summary>
public sealed record RecordedRequest
{
    /// <summary>The HTTP method in upper case, for example <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query as sent, for example <c>/v1/models?provider=x</c>.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The headers; names are not case-sensitive. API keys are not recorded: <c>Authorization</c> is <c>Bearer ***</c> (<c>***</c> for
    /// other schemes), and <c>x-api-key</c> is <c>***</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The bytes of the body; empty if the request has none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as JSON; null if it is not valid JSON.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>The status code of the response; 0 until the response starts.</summary>
    public int StatusCode { get; init; }
}
