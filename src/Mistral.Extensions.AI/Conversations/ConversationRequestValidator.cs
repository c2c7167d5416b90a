namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// Finds errors in the requests of conversations before they are sent. Each method returns the message of the first error, or null if the
/// request is valid.
/// </summary>
internal static class ConversationRequestValidator
{
    internal static string? Validate(ConversationRequest request) => request is { Model: null, AgentId: null }
        ? "The request has no model and no agent. Set Model, for example \"mistral-medium-latest\", or AgentId."
        : ValidateWithoutModel(request);

    /// <summary>Validates a request whose model may be that of a batch job.</summary>
    internal static string? ValidateWithoutModel(ConversationRequest request) => request switch
    {
        { Model: not null, AgentId: not null } => "The request has a model and an agent. Set either Model or AgentId.",
        { AgentId: { } id } when string.IsNullOrWhiteSpace(id) => "AgentId is empty. Set it to the ID of an agent, or to null.",
        { AgentVersion: not null, AgentId: null } => "AgentVersion requires an agent. Set AgentId, or set AgentVersion to null.",
        // "Conversation instructions are not allowed for an agent conversation" (client-ts#140); the Python SDK rejects the others too.
        { AgentId: not null, Instructions: not null } => DescribeAgentSetting("Instructions"),
        { AgentId: not null, Tools.Count: > 0 } => DescribeAgentSetting("Tools"),
        { AgentId: not null, CompletionArgs: not null } => DescribeAgentSetting("CompletionArgs"),
        _ => ValidateInputs(request.Inputs)
            ?? GenerationValidator.Validate(request.CompletionArgs, request.Tools, request.Model),
    };

    // The schema does not require inputs: confirmations need none, and neither does a handoff that the caller executes.
    internal static string? Validate(ConversationAppendRequest request) =>
        (request.Inputs is null ? null : ValidateInputs(request.Inputs))
        ?? ValidateConfirmations(request.ToolConfirmations ?? [])
        ?? GenerationValidator.Validate(request.CompletionArgs);

    internal static string? Validate(ConversationRestartRequest request) => string.IsNullOrWhiteSpace(request.FromEntryId)
        ? "No entry was specified. Set FromEntryId to the ID of an entry of the conversation, see ConversationsApi.GetHistoryAsync."
        : (request.Inputs is null ? null : ValidateInputs(request.Inputs)) ?? GenerationValidator.Validate(request.CompletionArgs);

    private static string DescribeAgentSetting(string name) =>
        $"{name} cannot be combined with AgentId, because the agent has its own. Set {name} to null, or change the agent with "
        + "AgentsApi.UpdateAsync.";

    private static string? ValidateInputs(ConversationInputs? inputs)
    {
        if (inputs is not { Count: > 0 } || (inputs.IsString && inputs[0] is MessageInputEntry { Content.IsEmpty: true }))
            return "The request has no inputs. Set Inputs to text or to at least one entry.";

        for (var i = 0; i < inputs.Count; i++)
        {
            if (ValidateEntry(inputs[i]) is { } error)
                return $"Inputs[{i}] {error}";
        }

        return null;
    }

    private static string? ValidateEntry(ConversationEntry? entry) => entry switch
    {
        null => "is null. Remove it.",
        MessageInputEntry { Role: "system" } => "has the role \"system\", which only Instructions can have. Set Instructions.",
        FunctionResultEntry { ToolCallId: var id } when string.IsNullOrWhiteSpace(id) =>
            "has no tool call ID. Set ToolCallId to that of the function call.",
        _ => null,
    };

    private static string? ValidateConfirmations(IReadOnlyList<ToolCallConfirmation> confirmations)
    {
        if (confirmations.Any(static confirmation => string.IsNullOrWhiteSpace(confirmation?.ToolCallId)))
            return "ToolConfirmations has a confirmation without a tool call ID. Set ToolCallId to that of the pending call.";

        return confirmations.GroupBy(confirmation => confirmation.ToolCallId).FirstOrDefault(group => group.Count() > 1) is { } repeated
            ? $"ToolConfirmations has several confirmations of the call \"{repeated.Key}\". Remove all but one."
            : null;
    }
}
