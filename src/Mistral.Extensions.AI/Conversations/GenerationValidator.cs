using Mistral.Extensions.AI.Chat;
using static System.FormattableString;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// Finds errors in the properties that conversations and agents have in common: the generation settings, the tools and the model.
/// </summary>
internal static class GenerationValidator
{
    /// <summary>Returns the message of the first error, or null if all values are valid.</summary>
    internal static string? Validate(CompletionArgs? args, IReadOnlyList<Tool>? tools = null, string? model = null) => args switch
    {
        { Temperature: > 1 } => Invariant($"Temperature must be between 0 and 1 in conversations and agents, but was {args.Temperature}."),
        { ToolChoice.FunctionName: { } name } =>
            $"ToolChoice requires the function \"{name}\", which conversations and agents do not support. Use ToolChoice.Required.",
        // "Can't set 'tool_choice' to 'required' when using built in connectors" (status 422)
        { ToolChoice.Mode: "required" } when tools?.OfType<HostedTool>().Any() is true =>
            "ToolChoice.Required cannot be combined with hosted tools. Use ToolChoice.Auto, or remove the hosted tools.",
        _ => (model is null ? null : SamplingValidator.ValidateModel(model))
            ?? ChatRequestValidator.ValidateSettings(ToChatCompletionRequest(args ?? new(), tools))
            ?? ValidateHostedTools(tools ?? []),
    };

    // The rules of chat completions apply to all fields that both requests have. In contrast to chat, an empty list of tools is allowed.
    private static ChatCompletionRequest ToChatCompletionRequest(CompletionArgs args, IReadOnlyList<Tool>? tools) => new()
    {
        Temperature = args.Temperature,
        TopP = args.TopP,
        MaxTokens = args.MaxTokens,
        RandomSeed = args.RandomSeed,
        PresencePenalty = args.PresencePenalty,
        FrequencyPenalty = args.FrequencyPenalty,
        ResponseFormat = args.ResponseFormat,
        Tools = tools is { Count: > 0 } ? tools : null,
    };

    private static string? ValidateHostedTools(IReadOnlyList<Tool> tools) =>
        tools.Any(static tool => tool is null) ? "Tools contains null. Remove it."
        // "Can't add web_search and web_search_premium together" (status 422)
        : tools.OfType<WebSearchTool>().Any() && tools.OfType<WebSearchPremiumTool>().Any()
            ? "WebSearchTool and WebSearchPremiumTool cannot be combined. Remove one of them."
        : tools.OfType<HostedTool>().Select(Validate).FirstOrDefault(static error => error is not null);

    private static string? Validate(HostedTool tool) => tool switch
    {
        { ToolConfiguration: { Include: not null, Exclude: not null } } =>
            $"The configuration of the tool \"{tool.Type}\" has both Include and Exclude. Set one of them to null.",
        DocumentLibraryTool { LibraryIds: not { Count: > 0 } } =>
            "DocumentLibraryTool has no libraries. Set LibraryIds to at least one ID.",
        CustomConnector connector when string.IsNullOrWhiteSpace(connector.ConnectorId) =>
            "CustomConnector has no connector. Set ConnectorId to the ID or name of a connector.",
        _ => null,
    };
}
