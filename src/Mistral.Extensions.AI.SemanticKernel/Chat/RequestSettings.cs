using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>Converts the execution settings of a request to <see cref="MistralPromptExecutionSettings"/>.</summary>
/// <remarks>
/// When Semantic Kernel converts the settings of prompt templates and of other connectors to <c>ChatOptions</c>, response formats and
/// reasoning efforts are lost.
/// </remarks>
internal sealed partial class RequestSettings(string modelId, ILoggerFactory? loggerFactory)
{
    private readonly ILogger _logger = (ILogger?)loggerFactory?.CreateLogger<MistralChatCompletionService>() ?? NullLogger.Instance;

    internal PromptExecutionSettings? Convert(PromptExecutionSettings? settings, ChatHistory history)
    {
        // Settings of another type can only be converted by reflection. Without it, Semantic Kernel's own conversion applies.
        if (settings is null || (settings is not MistralPromptExecutionSettings && !JsonSerializer.IsReflectionEnabledByDefault))
            return settings;

        var mistralSettings = MistralPromptExecutionSettings.FromExecutionSettings(settings);
        if (settings is not MistralPromptExecutionSettings)
            RemoveModel(mistralSettings);
        if (mistralSettings.ChatSystemPrompt is null || !history.Any(IsSystemMessage))
            return mistralSettings;

        // As in Semantic Kernel's own connectors, the system prompt of the settings applies only to a history without one.
        mistralSettings = (MistralPromptExecutionSettings)mistralSettings.Clone();
        mistralSettings.ChatSystemPrompt = null;
        return mistralSettings;
    }

    // A prompt template often has the model of another provider. As in Semantic Kernel's own connectors, it only selects a service.
    private void RemoveModel(MistralPromptExecutionSettings settings)
    {
        if (settings.ModelId is { } requested && requested != modelId)
            LogIgnoredModel(requested, modelId);
        settings.ModelId = null;
    }

    private static bool IsSystemMessage(ChatMessageContent message) =>
        message.Role == AuthorRole.System || message.Role == AuthorRole.Developer;

    [LoggerMessage(
        1,
        LogLevel.Debug,
        "The model {RequestedModel} of the execution settings is not used, because no service has it. The request uses {Model}. "
            + "To replace the model of a service, set ModelId of MistralPromptExecutionSettings.")]
    private partial void LogIgnoredModel(string requestedModel, string model);
}
