using Microsoft.AspNetCore.WebUtilities;
using Mistral.Extensions.AI;

/// <summary>Returns errors in the format of Mistral's API.</summary>
internal static class ErrorResponses
{
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            // For example an unknown path, or a body of another content type.
            if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
                await WriteAsync(context, "invalid_request_error", ReasonPhrases.GetReasonPhrase(context.Response.StatusCode));
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var (status, type, message) = Describe(exception);
            if (status >= StatusCodes.Status500InternalServerError)
                context.RequestServices.GetRequiredService<ILogger<WebApplication>>().LogError(exception, "The request failed.");
            context.Response.Clear();
            context.Response.StatusCode = status;
            await WriteAsync(context, type, message, (exception as MistralException)?.Code);
        }
    }

    private static Task WriteAsync(HttpContext context, string type, string message, string? code = null) =>
        context.Response.WriteAsJsonAsync(new { @object = "error", message, type, param = (string?)null, code });

    private static (int Status, string Type, string Message) Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: System.Text.Json.JsonException json } =>
            (StatusCodes.Status422UnprocessableEntity, "invalid_request_error", json.Message),
        BadHttpRequestException request => (request.StatusCode, "invalid_request_error", request.Message),
        ArgumentException or NotSupportedException =>
            (StatusCodes.Status400BadRequest, "invalid_request_error", exception.Message),
        MistralException { StatusCode: { } status } => ((int)status, "api_error", exception.Message),
        MistralException => (StatusCodes.Status502BadGateway, "api_error", exception.Message),
        // The message is not returned, because it may contain details of the server.
        _ => (StatusCodes.Status500InternalServerError, "internal_server_error", "The model did not return a response."),
    };
}
