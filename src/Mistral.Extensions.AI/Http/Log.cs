using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mistral.Extensions.AI.Http;

/// <summary>The log messages: routes, status codes and durations. They never contain message contents or API keys.</summary>
internal static partial class Log
{
    private const string Category = "Mistral.Extensions.AI";

    /// <summary>Creates the logger of the library, or one that logs nothing if there is no factory.</summary>
    internal static ILogger CreateLogger(ILoggerFactory? factory) => (factory ?? NullLoggerFactory.Instance).CreateLogger(Category);

    [LoggerMessage(1, LogLevel.Debug, "Sending {Method} {Path} for model {Model}")]
    internal static partial void Sending(ILogger logger, HttpMethod method, string path, string? model);

    [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} returned {Status} after {Milliseconds} ms, correlation ID {CorrelationId}")]
    internal static partial void ResponseReceived(
        ILogger logger, HttpMethod method, string path, int status, double milliseconds, string? correlationId);

    [LoggerMessage(3, LogLevel.Warning, "Retrying {Method} {Path} (retry {Retry}) in {Seconds:0.###} s because of {Cause}")]
    internal static partial void Retrying(ILogger logger, HttpMethod method, string path, int retry, double seconds, string cause);

    [LoggerMessage(4, LogLevel.Warning, "Model {Model} will be retired on {Date}. GET /v1/models returns its replacement.")]
    internal static partial void ModelDeprecated(ILogger logger, string? model, string date);

    [LoggerMessage(
        5, LogLevel.Information, "Sending {Method} {Path} again with the current API key, because the server rejected the previous one")]
    internal static partial void KeyChanged(ILogger logger, HttpMethod method, string path);

    [LoggerMessage(6, LogLevel.Warning, "{Problem} The last token remains in use.")]
    internal static partial void TokenFileUnreadable(ILogger logger, string problem);

    [LoggerMessage(20, LogLevel.Warning, "The configuration keys {Keys} are not options of MistralClientOptions and are ignored.")]
    internal static partial void UnknownConfigurationKeys(ILogger logger, string keys);

    [LoggerMessage(21, LogLevel.Information, "The API key was replaced by that of the changed configuration.")]
    internal static partial void KeyReloaded(ILogger logger);

    [LoggerMessage(22, LogLevel.Error, "The changed configuration is invalid. The last valid API key remains in use. {Errors}")]
    internal static partial void InvalidConfiguration(ILogger logger, string errors);

    [LoggerMessage(
        23, LogLevel.Warning, "Endpoint has changed in the configuration. Restart the application to use it, and the API key for it.")]
    internal static partial void EndpointChanged(ILogger logger);
}
