using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>The endpoints for the recorded requests: <c>/_emulator/requests</c>.</summary>
/// <param name="requestLog">The recorded requests.</param>
internal sealed class JournalEndpoint(RequestLog requestLog)
{
    private static readonly ValueSchema Query = new ObjectSchema("RequestsQuery",
        Optional("path", StringValue),
        Optional("model", StringValue),
        Optional("status_code", Integer(min: 0, max: 599)),
        Optional("test_id", StringValue),
        Optional("since", ValueSchema.DateTime),
        Optional("limit", Integer(min: 1, max: int.MaxValue)),
        Optional("bodies", BooleanValue));

    /// <summary>Adds the endpoints to the routes below <c>/_emulator</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("GET", "/requests", List);
        routes.MapApi("GET", "/requests/{id}", Get);
        routes.MapApi("DELETE", "/requests", request =>
        {
            Clear(TestIdQuery.Read(request));
            return ApiResponse.NoContent();
        });
    }

    /// <summary>Removes the requests of a test, or all if <paramref name="testId"/> is null.</summary>
    public void Clear(string? testId) => requestLog.Clear(testId);

    private ApiResponse List(ApiRequest request)
    {
        var query = request.ReadQuery(Query);
        var matches = requestLog.Snapshot().Where(recorded => Matches(recorded, query, request.TestId));
        if (query.FindNumber("limit") is { } limit)
            matches = matches.TakeLast((int)limit);
        var hasBodies = !query.IsFalse("bodies");
        return ApiResponse.Json(new JsonObject { ["requests"] = new JsonArray([.. matches.Select(item => ToJson(item, hasBodies))]) });
    }

    private ApiResponse Get(ApiRequest request)
    {
        var id = request.GetRouteValue("id");
        var recorded = requestLog.Snapshot().FirstOrDefault(item => item.Id.ToString(CultureInfo.InvariantCulture) == id);
        return recorded is null ? throw ApiError.NotFound($"Request {id} not found") : ApiResponse.Json(ToJson(recorded, hasBody: true));
    }

    private static bool Matches(RecordedRequest request, JsonElement query, string? headerTestId)
    {
        var path = request.Path.Split('?')[0];
        return (query.FindString("path") is not { } expected
                || path == expected || path.StartsWith($"{expected.TrimEnd('/')}/", StringComparison.Ordinal))
            && (query.FindString("model") is not { } model || request.Model == model)
            && (query.FindNumber("status_code") is not { } statusCode || request.StatusCode == statusCode)
            && ((query.FindString("test_id") ?? headerTestId) is not { } testId || request.TestId == testId)
            && (query.Find("since")?.ToDateTime() is not { } since || request.ReceivedAt >= since);
    }

    private static JsonObject ToJson(RecordedRequest request, bool hasBody)
    {
        var json = new JsonObject
        {
            ["id"] = request.Id,
            ["received_at"] = request.ReceivedAt.ToString("O", CultureInfo.InvariantCulture),
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["model"] = request.Model,
            ["test_id"] = request.TestId,
            ["status_code"] = request.StatusCode,
            ["duration_ms"] = request.StatusCode == 0 ? null : Math.Round(request.Duration.TotalMilliseconds, 1),
            ["error"] = request.Error,
            ["aborted"] = request.IsAborted,
            ["body_bytes"] = request.Body.Length,
        };
        if (!hasBody)
            return json;
        json["headers"] = new JsonObject(request.Headers.Select(header =>
            KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)header.Value)));
        json["body"] = request.Body.IsEmpty ? null : request.Json?.DeepClone() ?? Encoding.UTF8.GetString(request.Body.Span);
        json["messages"] = new JsonArray([.. request.Messages.Select(message => (JsonNode?)message)]);
        return json;
    }
}
