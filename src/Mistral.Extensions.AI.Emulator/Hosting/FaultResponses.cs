using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Creates the responses of random faults.</summary>
internal static class FaultResponses
{
    /// <summary>Chooses a fault for a request; null for none.</summary>
    /// <param name="faults">The faults and their shares.</param>
    /// <param name="random">The random numbers of the request.</param>
    public static ApiError? Choose(IReadOnlyList<RandomFault> faults, Random random)
    {
        var number = random.NextDouble();
        foreach (var fault in faults)
        {
            if (number < fault.Share)
                return Create(fault.StatusCode);
            number -= fault.Share;
        }
        return null;
    }

    /// <summary>Creates the response that the API sends with a status code.</summary>
    private static ApiError Create(int statusCode)
    {
        var response = FindKnown(statusCode)?.Response
            ?? (statusCode < 500 ? CreateClientError(statusCode) : CreateGatewayError(statusCode));
        return new ApiError(response, "Random fault.");
    }

    private static ApiError? FindKnown(int statusCode) => statusCode switch
    {
        StatusCodes.Status401Unauthorized => ApiError.Unauthorized(),
        StatusCodes.Status404NotFound => ApiError.NotFound(),
        StatusCodes.Status405MethodNotAllowed => ApiError.MethodNotAllowed(),
        StatusCodes.Status413PayloadTooLarge => ApiError.RequestTooLarge(),
        StatusCodes.Status422UnprocessableEntity => CreateValidationError(),
        StatusCodes.Status429TooManyRequests => ApiError.RateLimited(new Dictionary<string, string>()),
        // https://github.com/langchain-ai/langchain/issues/28237 quotes this error message of the server.
        StatusCodes.Status500InternalServerError =>
            ApiError.BadRequest("Service unavailable.", "internal_server_error", "3000", statusCode),
        _ => null,
    };

    private static ApiError CreateValidationError()
    {
        var errors = new FieldErrors();
        errors.Add("value_error", Location.Body, "Value error, random fault", default);
        return ApiError.ValidationError(errors);
    }

    private static ApiResponse CreateClientError(int statusCode)
    {
        var message = ReasonPhrases.GetReasonPhrase(statusCode) is { Length: > 0 } phrase ? phrase : "Request failed";
        return ApiError.BadRequest(message, "invalid_request_error", code: null, statusCode).Response;
    }

    /// <summary>Creates an error of the gateway. The API uses Kong, and the messages are those of its error handlers.</summary>
    private static ApiResponse CreateGatewayError(int statusCode)
    {
        var message = statusCode switch
        {
            StatusCodes.Status502BadGateway => "An invalid response was received from the upstream server",
            StatusCodes.Status503ServiceUnavailable => "The upstream server is currently unavailable",
            StatusCodes.Status504GatewayTimeout => "The upstream server is timing out",
            _ => "An unexpected error occurred",
        };
        return ApiResponse.Json(new JsonObject { ["message"] = message }, statusCode);
    }
}
