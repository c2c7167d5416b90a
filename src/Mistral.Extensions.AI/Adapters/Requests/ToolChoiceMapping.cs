using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps <see cref="ChatToolMode"/> to <see cref="ToolChoice"/>, and back.</summary>
internal static class ToolChoiceMapping
{
    /// <param name="mode">The mode.</param>
    /// <param name="value">
    /// The additional property <c>tool_choice</c>: the value if no mode is set, or if the model must call a tool of its choice.
    /// </param>
    /// <param name="rules">The rules.</param>
    internal static ToolChoice? ToToolChoice(ChatToolMode? mode, string? value, ChatRules rules) => mode switch
    {
        AutoChatToolMode => ToolChoice.Auto,
        NoneChatToolMode => ToolChoice.None,
        RequiredChatToolMode { RequiredFunctionName: { } name } => ToolChoice.Function(name),
        RequiredChatToolMode => ToolChoice.Other(value ?? rules.RequiredToolChoice),
        _ => value is null ? null : ToolChoice.Other(value),
    };

    /// <summary>Returns null for a value that is not known.</summary>
    internal static ChatToolMode? ToChatToolMode(ToolChoice choice) => choice switch
    {
        { FunctionName: { } name } => ChatToolMode.RequireSpecific(name),
        { Mode: "auto" } => ChatToolMode.Auto,
        { Mode: "none" } => ChatToolMode.None,
        { Mode: "any" or "required" } => ChatToolMode.RequireAny,
        _ => null,
    };

    /// <summary>Returns the additional property <c>tool_choice</c> that a mode needs to be mapped to the same value again.</summary>
    internal static string? ToAdditionalProperty(ToolChoice? choice) => choice?.Mode is "auto" or "none" or "any" ? null : choice?.Mode;
}
