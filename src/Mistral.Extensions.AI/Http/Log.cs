using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Http;

/// <summary>What is logged: routes, status and times, and never what is said or who says it.</summary>
internal static partial class Log
{
    /// <summary>The category of all of it.</summary>
    internal const string Category = "Mistral.Extensions.AI";

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} for model {Model}")]
    internal static partial void Sending(ILogger logger, HttpMethod method, string path, string? model);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} answered {Status} after {Milliseconds} ms, correlation id {CorrelationId}")]
    internal static partial void ResponseReceived(ILogger logger, HttpMethod method, string path, int status, double milliseconds, string? correlationId);

    [LoggerMessage(3, LogLevel.Warning, "{Method} {Path} is sent again (retry {Retry}) in {Seconds:0.###} s, because of {Cause}")]
    internal static partial void Retrying(ILogger logger, HttpMethod method, string path, int retry, double seconds, string cause);

    [LoggerMessage(4, LogLevel.Warning, "Model {Model} will be retired on {Date}. GET /v1/models names its replacement.")]
    internal static partial void ModelDeprecated(ILogger logger, string? model, string date);
}
