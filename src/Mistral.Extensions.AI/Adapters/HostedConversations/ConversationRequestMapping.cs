using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Maps messages and <see cref="ChatOptions"/> to a <see cref="ConversationRequest"/>. The request of
/// <see cref="ChatOptions.RawRepresentationFactory"/> takes precedence: the properties of <see cref="ChatOptions"/> fill only what it
/// leaves unset, and their lists are appended to its lists.
/// </summary>
/// <remarks>
/// Without messages, an empty user message starts a conversation that has instructions or an agent: the API requires an input.
/// TopK, AllowMultipleToolCalls, AllowBackgroundResponses and ContinuationToken are ignored: the API has no such field.
/// </remarks>
internal static class ConversationRequestMapping
{
    internal static ConversationCall ToCall(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        ConversationRequest? raw,
        ConversationTarget target,
        ChatRules rules,
        ILogger logger)
    {
        options ??= new();
        raw ??= new();
        var input = ConversationInputMapping.Map(messages, logger);
        var request = raw with
        {
            Inputs = new([.. raw.Inputs ?? Enumerable.Empty<ConversationEntry>(), .. input.Entries]),
            Instructions = Join([raw.Instructions, options.Instructions, .. input.Instructions]),
            Store = raw.Store ?? AdditionalPropertyReader.From(options.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Store),
        };
        request = target.AgentId is null
            ? WithModel(request, options, target, rules, logger)
            : WithAgent(request, options, target, logger);
        ThrowIfApprovalIsImpossible(request);
        var id = GetConversationId(options);
        if (id is null && request.Inputs is { Count: 0 } && (request.AgentId ?? request.Instructions) is not null)
            request = request with { Inputs = new([new MessageInputEntry("")]) };
        return new(id, request, input.Confirmations, options);
    }

    private static void ThrowIfApprovalIsImpossible(ConversationRequest request)
    {
        if (request.Store is false
            && request.Tools?.OfType<HostedTool>().Any(tool => tool.ToolConfiguration?.RequiresConfirmation is { Count: > 0 }) is true)
        {
            throw new NotSupportedException(
                "A tool call can be approved only in a conversation that is stored. Do not set store to false, or use tools without "
                    + "approval.");
        }
    }

    private static string? GetConversationId(ChatOptions options) =>
        options.ConversationId is not { } id ? null
        : string.IsNullOrWhiteSpace(id) ? throw new ArgumentException("ChatOptions.ConversationId is empty. Set it to an ID or to null.")
        : id;

    private static ConversationRequest WithModel(
        ConversationRequest raw, ChatOptions options, ConversationTarget target, ChatRules rules, ILogger logger)
    {
        var properties = AdditionalPropertyReader.From(options.AdditionalProperties);
        var strict = properties.GetBoolean(AdditionalPropertyKeys.Strict);
        var tools = ToolMapping.ToTools(raw.Tools, options.Tools, strict, isConversation: true, logger);
        return raw with
        {
            Model = raw.AgentId is not null ? raw.Model : raw.Model ?? options.ModelId ?? target.DefaultModelId
                ?? (options.ConversationId is null ? throw ChatRequestMapping.CreateNoModelException() : null),
            Tools = tools,
            CompletionArgs = CompletionArgsMapping.ToCompletionArgs(raw.CompletionArgs, options, tools is not null, rules, logger),
            Guardrails = raw.Guardrails ?? MistralOptionsMapping.ToGuardrails(properties.GetValue(AdditionalPropertyKeys.Guardrails)),
        };
    }

    // The API rejects instructions, tools and completion_args together with an agent.
    private static ConversationRequest WithAgent(
        ConversationRequest raw, ChatOptions options, ConversationTarget target, ILogger logger)
    {
        if (options.Tools?.FirstOrDefault(static tool => tool is not AIFunctionDeclaration) is { } hosted)
        {
            throw new NotSupportedException(
                $"The tool {hosted.GetType().Name} cannot be added to an agent of Mistral. Add it with Agents.UpdateAsync, or use "
                    + "AsConversationChatClient with a model.");
        }

        if (options.Tools is { Count: > 0 })
            AdapterLog.AgentToolsNotSent(logger, options.Tools.Count);
        if (raw.Instructions is not null)
            AdapterLog.AgentSettingsNotSent(logger, "instructions");
        if (CompletionArgsMapping.HasValues(options))
            AdapterLog.AgentSettingsNotSent(logger, "generation settings");
        return raw with
        {
            Instructions = null,
            AgentId = raw.AgentId ?? target.AgentId,
            AgentVersion = raw.AgentVersion ?? target.AgentVersion,
        };
    }

    private static string? Join(IEnumerable<string?> texts) =>
        string.Join("\n", texts.Where(static text => !string.IsNullOrWhiteSpace(text))) is { Length: > 0 } joined ? joined : null;
}
