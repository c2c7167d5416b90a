using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>The log messages about what the adapters change or leave out. They never contain message contents.</summary>
internal static partial class AdapterLog
{
    [LoggerMessage(20, LogLevel.Debug, "The schema \"{Name}\" is sent without strict: true, because {Reason}.")]
    internal static partial void SchemaNotStrict(ILogger logger, string? name, string reason);

    [LoggerMessage(21, LogLevel.Warning, "A tool result of type {Type} cannot be sent ({Cause}). An error text is sent.")]
    internal static partial void ToolResultNotSent(ILogger logger, Type type, Type cause);

    [LoggerMessage(23, LogLevel.Warning, "{Options}.AdditionalProperties[\"{Key}\"] is unknown and ignored. {Advice}")]
    internal static partial void UnknownKey(ILogger logger, string options, string key, string advice);

    [LoggerMessage(
        24, LogLevel.Warning, "{Options}.RawRepresentationFactory returned {Type}, which is ignored. Return {Expected} or null.")]
    internal static partial void UnknownRawRequest(ILogger logger, string options, Type type, string expected);
}
