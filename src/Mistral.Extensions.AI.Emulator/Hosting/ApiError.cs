using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Ends a request with an error response. There is a factory method for each error format of the API.</summary>
internal sealed class ApiError(ApiResponse response) : Exception
{
    /// <summary>The error response.</summary>
    public ApiResponse Response { get; } = response;

    /// <summary>Creates the 404 response of the gateway in front of the API, for a path outside <c>/v1</c>.</summary>
    public static ApiError GatewayNotFound() =>
        new(ApiResponse.Json(new JsonObject { ["message"] = "no Route matched with those values" }, StatusCodes.Status404NotFound));

    /// <summary>Creates the 401 response for a missing or wrong API key.</summary>
    public static ApiError Unauthorized() => FastApiError(StatusCodes.Status401Unauthorized, "Unauthorized");

    /// <summary>Creates the 404 response for a path or a file that does not exist.</summary>
    public static ApiError NotFound(string detail = "Not Found") => FastApiError(StatusCodes.Status404NotFound, detail);

    /// <summary>Creates the 405 response for a path that does not support the method.</summary>
    public static ApiError MethodNotAllowed() => FastApiError(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");

    /// <summary>Creates the 422 response for field errors. Its <c>message</c> is an object; in other errors it is a string.</summary>
    public static ApiError ValidationError(FieldErrors errors)
    {
        var message = new JsonObject { ["detail"] = errors.ToJson() };
        return new(ApiResponse.Json(CreateBody(message, "invalid_request_error", null), StatusCodes.Status422UnprocessableEntity));
    }

    /// <summary>Creates the 422 response for field errors in FastAPI's own format, which some endpoints of the API return.</summary>
    public static ApiError FastApiValidationError(FieldErrors errors) =>
        new(ApiResponse.Json(new JsonObject { ["detail"] = errors.ToJson() }, StatusCodes.Status422UnprocessableEntity));

    /// <summary>Creates the response for a request that matches the schema and breaks a rule.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="type">The <c>type</c> of the error, for example <c>invalid_request_error</c>.</param>
    /// <param name="code">The <c>code</c> of the error, for example "3051"; null if the server sends none.</param>
    /// <param name="statusCode">The status code.</param>
    public static ApiError BadRequest(string message, string type, string? code, int statusCode = StatusCodes.Status400BadRequest)
    {
        var body = CreateBody(message, type, code);
        body["raw_status_code"] = statusCode;
        return new(ApiResponse.Json(body, statusCode));
    }

    /// <summary>Creates the 400 response for an argument that is not valid or not supported by the model.</summary>
    public static ApiError InvalidArguments(string message, string code = "3051") =>
        BadRequest(message, "invalid_request_invalid_args", code);

    private static ApiError FastApiError(int statusCode, string detail) =>
        new(ApiResponse.Json(new JsonObject { ["detail"] = detail }, statusCode));

    private static JsonObject CreateBody(JsonNode message, string type, string? code) => new()
    {
        ["object"] = "error",
        ["message"] = message,
        ["type"] = type,
        ["param"] = null,
        ["code"] = code,
    };
}
