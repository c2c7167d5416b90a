using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator;

/// <summary>A request that a <see cref="MistralEmulator"/> received. Rejected requests are recorded too.</summary>
public sealed record RecordedRequest
{
    private JsonNode? _json;

    /// <summary>The number of the request, in the order of arrival. The first request has number 1.</summary>
    public long Id { get; init; }

    /// <summary>The HTTP method in upper case, for example <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query as sent, for example <c>/v1/models?provider=x</c>.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The headers; names are not case-sensitive. API keys are not recorded: <c>Authorization</c> is <c>Bearer ***</c> (<c>***</c> for
    /// other schemes), and <c>x-api-key</c>, <c>api-key</c> and <c>Cookie</c> are <c>***</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The bytes of the body; empty if the request has none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as JSON, parsed at the first access; null if it is not valid JSON.</summary>
    public JsonNode? Json => _json ??= ParseBody();

    /// <summary>
    /// The messages that the client has sent so far over the WebSocket that the request opened (realtime transcription), each as JSON.
    /// Empty for other requests. Messages over <see cref="MistralEmulatorOptions.MaxRecordedBytes"/> together are not recorded.
    /// </summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The time at which the request was received.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The model of the request; null if the body is not a valid request, or if it names no model.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The header <c>x-emulator-test-id</c>, which separates the requests and the scripted responses of tests that run in parallel; null
    /// if there is none.
    /// </summary>
    public string? TestId { get; init; }

    /// <summary>The status code of the response; 0 until the response starts.</summary>
    public int StatusCode { get; init; }

    /// <summary>The reason why the emulator returned an error; null for other responses, and until the response starts.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Whether the client closed the connection before the end of the response, for example because the user stopped a stream. The emulator
    /// notices it while it waits or writes. Always false for WebSockets.
    /// </summary>
    public bool IsAborted { get; init; }

    /// <summary>The time from the request to the start of the response.</summary>
    internal TimeSpan Duration { get; init; }

    private JsonNode? ParseBody()
    {
        try
        {
            return Body.IsEmpty ? null : JsonNode.Parse(Body.Span, documentOptions: new() { AllowDuplicateProperties = false });
        }
        // InvalidOperationException: a property name is not valid text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
