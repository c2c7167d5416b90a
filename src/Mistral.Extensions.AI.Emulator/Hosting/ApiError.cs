using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Ends a request with an error answer, in one of the shapes the API has for them.</summary>
internal sealed class ApiError(ApiResponse response) : Exception
{
    public ApiResponse Response { get; } = response;

    /// <summary>FastAPI's own errors: 401, 404, 405.</summary>
    public static ApiError FastApiError(int statusCode, string detail) =>
        new(ApiResponse.Json(new JsonObject { ["detail"] = detail }, statusCode));

    /// <summary>What the gateway in front of the API says to a path that is none of its own.</summary>
    public static ApiError GatewayNotFound() =>
        new(ApiResponse.Json(new JsonObject { ["message"] = "no Route matched with those values" }, 404));

    /// <summary>Fields that do not fit the request's schema: <c>message</c> is an object here and a string elsewhere.</summary>
    public static ApiError ValidationError(FieldErrors errors) =>
        new(ApiResponse.Json(CreateBody(new JsonObject { ["detail"] = errors.ToJson() }, "invalid_request_error", null), 422));

    /// <summary>Field errors as FastAPI itself words them; some routes of the API leave it at that.</summary>
    public static ApiError FastApiValidationError(FieldErrors errors) =>
        new(ApiResponse.Json(new JsonObject { ["detail"] = errors.ToJson() }, 422));

    /// <summary>A request that fits the schema and breaks a rule.</summary>
    public static ApiError BadRequest(string message, string type, string? code, int statusCode = 400)
    {
        var body = CreateBody(message, type, code);
        body["raw_status_code"] = statusCode;
        return new(ApiResponse.Json(body, statusCode));
    }

    public static ApiError InvalidArguments(string message, string code = "3051") =>
        BadRequest(message, "invalid_request_invalid_args", code);

    private static JsonObject CreateBody(JsonNode message, string type, string? code) => new()
    {
        ["object"] = "error",
        ["message"] = message,
        ["type"] = type,
        ["param"] = null,
        ["code"] = code,
    };
}
