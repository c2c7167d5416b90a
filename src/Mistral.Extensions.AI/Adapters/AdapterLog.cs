using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>The log messages about what the adapters change or leave out. They never contain message contents.</summary>
internal static partial class AdapterLog
{
    [LoggerMessage(21, LogLevel.Warning, "A tool result of type {Type} cannot be sent ({Cause}). An error text is sent.")]
    internal static partial void ToolResultNotSent(ILogger logger, Type type, Type cause);
}
