using System.Net;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>Advice on how to fix an error, if the message of the server does not include it.</summary>
internal static class ErrorHint
{
    private static readonly string[] ContextTooLongTexts =
    [
        "too large for model with",
        "maximum context length",
        "context too long",
        "prompt is too long",
        "input too large",
        "model_context_exceeded",
        "prompt_too_long",
    ];

    /// <summary>Gets the advice for an error response, or null if there is none.</summary>
    internal static string? ForStatus(
        HttpStatusCode status, ErrorBody error, MistralRateLimit? limit, string? host, RequestContext? context) =>
        (int)status switch
        {
            >= 300 and < 400 => "The server redirects the request, but redirects are not followed. Set Endpoint to the address of the API.",
            401 => ForUnauthorized(host, context),
            403 => "The API key has no access to this resource, or a guardrail blocked the request.",
            404 or 405 => "Check the endpoint (such as https://api.mistral.ai/v1), the model and the IDs of the request.",
            429 when limit?.RequestsPerMinute is 0 =>
                "The plan has no quota for this model, so a retry does not help. Use another model or plan.",
            429 => ForMessage(error) ?? "Wait before the next request, or send fewer requests at the same time.",
            _ => ForMessage(error),
        };

    /// <summary>Gets the advice for an error code or message, or null if there is none.</summary>
    internal static string? ForMessage(ErrorBody error) => error switch
    {
        { Code: "3505" } => "The model is at capacity. Try again later, or use another model.",
        { Code: "1500" } => "MistralClient.Models.ListAsync (GET /v1/models) returns the models of this API key and their capabilities.",
        // "... is not supported for this model. Must be one of (none, high)", or only the first sentence for a model without reasoning.
        { Code: "3051", Message: { } message } when Contains(message, "reasoning_effort") => Contains(message, "one of")
            ? "Set the reasoning effort to none or high."
            : "The model does not support reasoning. Leave ChatOptions.Reasoning and reasoning_effort unset.",
        { Code: "3054" } => "Set TopP to 1 if Temperature is 0.",
        { Message: { } message } when ContextTooLongTexts.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)) =>
            "Shorten the input, or request fewer output tokens.",
        { Message: { } message } when Contains(message, "response_format") && Contains(message, "tool") =>
            "This model may not support tools and a response format in one request. Remove one of them.",
        _ => null,
    };

    private static string ForUnauthorized(string? host, RequestContext? context)
    {
        if (context is not { HasKey: true })
            return "MistralClient sent no API key. Set MistralClientOptions.ApiKey, or correct the Authorization header of the HttpClient.";

        var isMistral = host?.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase) is true;
        return $"The API key was rejected by {host ?? "the server"}. " + (isMistral
            ? "Keys for codestral.mistral.ai work only there; all other keys work only for api.mistral.ai."
            : "Check the key.")
            + (context.ChangingKey?.Problem is { } problem ? $" {problem}" : "");
    }

    private static bool Contains(string message, string text) => message.Contains(text, StringComparison.Ordinal);
}
