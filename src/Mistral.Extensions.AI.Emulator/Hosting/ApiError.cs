using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Ends a request with an error response. There is a factory method for each error format of the API.</summary>
/// <param name="response">The error response.</param>
/// <param name="message">The reason, for the recorded request.</param>
internal sealed class ApiError(ApiResponse response, string message) : Exception(message)
{
    /// <summary>The error response.</summary>
    public ApiResponse Response { get; } = response with { Error = message };

    /// <summary>The body of the error response.</summary>
    public string Json => Encoding.UTF8.GetString(Response.BodySegments.Single().Span);

    /// <summary>Creates the 404 response of the gateway in front of the API, for a path outside <c>/v1</c>.</summary>
    public static ApiError GatewayNotFound() => GatewayError(StatusCodes.Status404NotFound, "no Route matched with those values");

    /// <summary>Creates the 413 response of the gateway in front of the API, for a body that is too large.</summary>
    public static ApiError RequestTooLarge() => GatewayError(StatusCodes.Status413PayloadTooLarge, "Request size limit exceeded");

    /// <summary>
    /// Creates the 401 response for a missing or wrong API key. https://github.com/cline/cline/issues/13288 quotes the server's error
    /// message.
    /// </summary>
    public static ApiError Unauthorized() => FastApiError(StatusCodes.Status401Unauthorized, "Invalid API Key");

    /// <summary>Creates the 404 response for a path or a file that does not exist.</summary>
    public static ApiError NotFound(string detail = "Not Found") => FastApiError(StatusCodes.Status404NotFound, detail);

    /// <summary>Creates the 403 response of the storage service for a signed URL that is expired or was changed.</summary>
    public static ApiError InvalidSignature()
    {
        const string Message = "Signature not valid in the specified time frame";
        var body = $"""
            <?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>{Message}</Message></Error>
            """;
        return new(new ApiResponse(StatusCodes.Status403Forbidden, "application/xml", [Encoding.UTF8.GetBytes(body)]), Message);
    }

    /// <summary>Creates the 422 response for a file that cannot be read.</summary>
    /// <param name="detail">The <c>detail</c> of the error.</param>
    /// <param name="message">The reason, for the recorded request.</param>
    /// <param name="fields">Further fields of the error.</param>
    public static ApiError InvalidFile(string detail, string message, JsonObject? fields = null)
    {
        var body = fields ?? [];
        body.Insert(0, "detail", detail);
        return new(ApiResponse.Json(body, StatusCodes.Status422UnprocessableEntity), message);
    }

    /// <summary>Creates the 405 response for a path that does not support the method.</summary>
    public static ApiError MethodNotAllowed() => FastApiError(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");

    /// <summary>Creates the 400 response for a body that is not UTF-8.</summary>
    public static ApiError UnreadableBody() => FastApiError(StatusCodes.Status400BadRequest, "There was an error parsing the body");

    /// <summary>
    /// Creates the 422 response for field errors, in the format of FastAPI. Until 2025, this object was the <c>message</c> of an error
    /// object.
    /// </summary>
    public static ApiError ValidationError(FieldErrors errors) => new(
        ApiResponse.Json(new JsonObject { ["detail"] = errors.ToJson() }, StatusCodes.Status422UnprocessableEntity), errors.Summary);

    /// <summary>
    /// Creates the 422 response for field errors in the format of the agents and conversations endpoints:
    /// https://github.com/partITech/php-mistral/issues/76.
    /// </summary>
    public static ApiError InvalidFields(FieldErrors errors)
    {
        var detail = errors.ToJson();
        var body = new JsonObject
        {
            ["object"] = "Error",
            ["detail"] = detail,
            ["message"] = detail.DeepClone(),
            ["type"] = "invalid_request_error",
            ["code"] = 3001,
        };
        return new(ApiResponse.Json(body, StatusCodes.Status422UnprocessableEntity), errors.Summary);
    }

    /// <summary>
    /// Creates the 422 response for a request whose fields do not fit together, in the format of <see cref="InvalidFields"/>.
    /// </summary>
    public static ApiError InvalidValue(string message, Location location, JsonElement input)
    {
        var errors = new FieldErrors();
        errors.Add("value_error", location, $"Value error, {message}", input);
        return InvalidFields(errors);
    }

    /// <summary>
    /// Creates the 429 response for a quota that is used up. https://github.com/earendil-works/pi/issues/9815 quotes the server's error.
    /// </summary>
    public static ApiError RateLimited(IReadOnlyDictionary<string, string> headers)
    {
        var error = BadRequest("Rate limit exceeded", "rate_limited", "1300", StatusCodes.Status429TooManyRequests);
        return new(error.Response with { Headers = headers }, error.Message);
    }

    /// <summary>Creates the 400 response for a request without a scripted response, if the content of models must be scripted.</summary>
    public static ApiError MissingScript() => BadRequest(
        "There is no scripted response for this request, and RequireScripts is set. Add a response that matches the request.",
        "invalid_request_error", null);

    /// <summary>Creates the 500 response for an unexpected exception in the emulator.</summary>
    public static ApiError Unexpected(Exception error) => BadRequest(
        $"Unexpected {error.GetType().Name} in the emulator: {error.Message}", "internal_server_error", "3000",
        StatusCodes.Status500InternalServerError);

    /// <summary>Creates the response for a request that matches the schema and breaks a rule.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="type">The <c>type</c> of the error, for example <c>invalid_request_error</c>.</param>
    /// <param name="code">The <c>code</c> of the error, for example "3051"; null if the server sends none.</param>
    /// <param name="statusCode">The status code.</param>
    public static ApiError BadRequest(string message, string type, string? code, int statusCode = StatusCodes.Status400BadRequest)
    {
        var body = new JsonObject
        {
            ["object"] = "error",
            ["message"] = message,
            ["type"] = type,
            ["param"] = null,
            ["code"] = code,
            ["raw_status_code"] = statusCode,
        };
        return new(ApiResponse.Json(body, statusCode), message);
    }

    /// <summary>Creates the 400 response for an argument that is not valid or not supported by the model.</summary>
    public static ApiError InvalidArguments(string message, string code = "3051") =>
        BadRequest(message, "invalid_request_invalid_args", code);

    private static ApiError FastApiError(int statusCode, string detail) =>
        new(ApiResponse.Json(new JsonObject { ["detail"] = detail }, statusCode), detail);

    private static ApiError GatewayError(int statusCode, string message) =>
        new(ApiResponse.Json(new JsonObject { ["message"] = message }, statusCode), message);
}
