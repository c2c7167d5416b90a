using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// The error responses of record and replay, in the format of the API. Clients retry only 502, for an upstream that cannot be used.
/// </summary>
internal static class RecordingErrors
{
    private const int MaxDifferences = 5;

    /// <summary>Creates the 401 response for a request that cannot be sent to the upstream.</summary>
    public static ApiError MissingApiKey(string host) => ApiError.BadRequest(
        $"An API key is required to record responses of {host}. Send the key in the header \"Authorization: Bearer\", or set "
        + "UpstreamApiKey (the program uses the environment variable MISTRAL_API_KEY).",
        "invalid_request_error", "recording_api_key_missing", StatusCodes.Status401Unauthorized);

    /// <summary>Creates the 403 response for a web page. Otherwise, any web page in a browser on this machine could use the key.</summary>
    public static ApiError WebPage() => ApiError.BadRequest(
        "Web pages cannot use the UpstreamApiKey. Set ApiKey (--api-key) of the emulator, and send this key instead.",
        "invalid_request_error", "recording_web_page", StatusCodes.Status403Forbidden);

    /// <summary>Creates the 502 response for an upstream that cannot be used.</summary>
    public static ApiError UpstreamFailed(string message) => ApiError.BadRequest(
        message, "upstream_error", "recording_upstream_failed", StatusCodes.Status502BadGateway);

    /// <summary>Creates the 400 response for a WebSocket.</summary>
    public static ApiError WebSocketNotSupported() => ApiError.BadRequest(
        "WebSockets are not recorded or replayed. Use the emulator without recordings for realtime transcription.",
        "invalid_request_error", "recording_not_supported");

    /// <summary>Creates the 400 response for a request without a recording, with the differences to the most similar one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="folder">The recordings.</param>
    public static ApiError NotFound(JsonElement request, RecordingFolder folder)
    {
        var closest = FindClosest(request, folder.Exchanges);
        var hint = closest is var (exchange, differences)
            ? $"The closest recording is {exchange.FileName}: {string.Join("; ", differences.Take(MaxDifferences))}"
                + (differences.Length > MaxDifferences ? $"; and {differences.Length - MaxDifferences} more differences." : ".")
            : $"There are no recordings in {folder.Path}.";
        return ApiError.BadRequest(
            $"There is no recording for this request: {request.FindString("method")} {request.FindString("path")}. {hint} "
            + "To record it, set RecordingMode to Auto or Record (--record) and send it with an API key.",
            "invalid_request_error", "recording_not_found");
    }

    private static (RecordedExchange Exchange, JsonDifference[] Differences)? FindClosest(
        JsonElement request, IReadOnlyList<RecordedExchange> exchanges)
    {
        var samePath = exchanges.Where(exchange => HasSamePath(exchange.Request, request)).ToArray();
        return (samePath.Length > 0 ? samePath : exchanges)
            .Select(exchange => ((RecordedExchange Exchange, JsonDifference[] Differences)?)(
                exchange, [.. JsonDifference.Find(exchange.Request, request)]))
            .MinBy(candidate => candidate!.Value.Differences.Length);
    }

    private static bool HasSamePath(JsonElement first, JsonElement second) =>
        first.FindString("method") == second.FindString("method") && first.FindString("path") == second.FindString("path");
}
