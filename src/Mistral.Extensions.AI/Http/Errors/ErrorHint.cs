using System.Net;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>What to do about a refusal, where the server's own words do not say it.</summary>
internal static class ErrorHint
{
    private static readonly string[] ContextTooLong =
        ["too large for model with", "maximum context length", "context too long", "prompt is too long", "input too large",
            "model_context_exceeded", "prompt_too_long"];

    internal static string? ForStatus(HttpStatusCode status, ErrorBody error, MistralRateLimit? limit, string? host, bool keySent) => (int)status switch
    {
        >= 300 and < 400 => "The server redirects, and the client does not follow: set the endpoint to where the API is.",
        401 when !keySent => "No API key was sent: set MistralClientOptions.ApiKey or the environment variable MISTRAL_API_KEY.",
        401 when host is null || !host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase) => $"The API key was rejected by {host}.",
        401 => $"The API key was rejected by {host}. Codestral keys work only with codestral.mistral.ai, all others only with api.mistral.ai.",
        403 => "The key has no access to this, or a guardrail blocked the request.",
        404 or 405 => "Check the endpoint (like https://api.mistral.ai/v1) and the name of the model.",
        429 when limit?.RequestsPerMinute is 0 => "The plan has no quota for this model: waiting does not help.",
        _ => ForMessage(error),
    };

    /// <summary>What the words of a refusal ask for, whatever its status.</summary>
    internal static string? ForMessage(ErrorBody error) => error switch
    {
        { Code: "3505" } => "The model is at capacity: try another model, or later.",
        { Code: "1500" } => "GET /v1/models lists the models of this key.",
        { Code: "3051", Message: { } message } when message.Contains("reasoning_effort", StringComparison.Ordinal) =>
            "Set ReasoningEffort to None or High for this model.",
        { Code: "3054" } => "With Temperature = 0 set TopP = 1.",
        { Message: { } message } when ContextTooLong.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase)) =>
            "Shorten the conversation, or ask for fewer tokens.",
        { Message: { } message } when message.Contains("response_format", StringComparison.Ordinal) && message.Contains("tool", StringComparison.Ordinal) =>
            "This model may take tools or a response format, not both: remove one of them.",
        _ => null,
    };
}
