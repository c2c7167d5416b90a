using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>Logs contents and options that the adapters change or do not send. Log entries never contain message contents.</summary>
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

    [LoggerMessage(25, LogLevel.Debug, "A content of type {Type} in a message with role {Role} is not sent: the API does not accept it.")]
    internal static partial void ContentNotSent(ILogger logger, Type type, string role);

    [LoggerMessage(26, LogLevel.Debug, "The ProtectedData of a TextReasoningContent is not sent: it is not a signature of Mistral.")]
    internal static partial void ProtectedDataNotSent(ILogger logger);

    [LoggerMessage(27, LogLevel.Warning, "A moderation request failed, and the content was accepted (ModerationOptions.ContinueOnError).")]
    internal static partial void ModerationFailed(ILogger logger, Exception exception);

    [LoggerMessage(28, LogLevel.Debug, "{Count} functions are not sent: the agent has its own tools.")]
    internal static partial void AgentToolsNotSent(ILogger logger, int count);

    [LoggerMessage(29, LogLevel.Warning, "The {Settings} of the request are not sent: the agent has its own.")]
    internal static partial void AgentSettingsNotSent(ILogger logger, string settings);

    [LoggerMessage(
        30,
        LogLevel.Warning,
        "The model, the instructions and the tools are not sent: conversation {Conversation} was started with its own.")]
    internal static partial void ConversationSettingsNotSent(ILogger logger, string conversation);

    [LoggerMessage(31, LogLevel.Warning, "{Options}.{Option} is ignored: the API has no such setting.")]
    internal static partial void OptionNotSent(ILogger logger, string options, string option);
}
