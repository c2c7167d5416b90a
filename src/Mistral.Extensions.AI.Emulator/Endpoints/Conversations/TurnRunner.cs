using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Processes a request up to the response of the model: inputs, confirmations, handoffs and hosted tools.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="agents">The agents of the emulator.</param>
/// <param name="completions">Checks the request, as in chat.</param>
/// <param name="toolFactory">Creates the hosted tools.</param>
/// <param name="entryFactory">Creates the entries.</param>
internal sealed class TurnRunner(
    ModelCatalog models, AgentCatalog agents, ChatCompletions completions, HostedToolFactory toolFactory, EntryFactory entryFactory)
{
    /// <summary>Processes a request that starts, continues or restarts a conversation.</summary>
    /// <param name="apiRequest">The request.</param>
    /// <param name="conversation">The conversation before the request.</param>
    /// <param name="request">The body of the request.</param>
    public PreparedTurn Prepare(ApiRequest apiRequest, StoredConversation conversation, JsonElement request)
    {
        var turn = new Turn(conversation.Entries);
        var configuration = AgentConfiguration.Create(conversation, turn.Entries, agents);
        var confirmations = new ToolConfirmations(turn, entryFactory, configuration, toolFactory);
        confirmations.Apply(request);
        foreach (var input in entryFactory.CreateInputs(request))
            turn.AddInput(input);
        confirmations.CheckPending(request);
        var prepared = Prepare(turn, conversation, request);
        apiRequest.CountToward(prepared.Model.Id);
        return prepared;
    }

    private PreparedTurn Prepare(Turn turn, StoredConversation conversation, JsonElement request)
    {
        var isClientHandoff = request.FindString("handoff_execution") == "client";
        while (true)
        {
            var configuration = AgentConfiguration.Create(conversation, turn.Entries, agents);
            var model = models.GetRequired(configuration.Model, card => card.HasCapability("completion_chat"));
            var chatRequest = configuration.CreateChatRequest(conversation, turn.Entries, request.Find("completion_args"));
            var guardrails = completions.Check(chatRequest, model);
            if (turn.IsPending)
                return CreateResult(needsModel: false);
            if (turn.IsNew && FindNextAgent(configuration, turn, chatRequest) is { } next)
            {
                turn.AddOutput(entryFactory.CreateHandoff(configuration.Agent!, next));
                if (isClientHandoff)
                    return CreateResult(needsModel: false);
                continue;
            }
            if (turn.IsNew)
                CallHostedTools(turn, configuration, chatRequest);
            return CreateResult(needsModel: !turn.IsPending);

            PreparedTurn CreateResult(bool needsModel) => new(turn, configuration, chatRequest, guardrails, model, needsModel);
        }
    }

    /// <summary>
    /// Returns the agent whose name the text mentions, if the current agent can hand over to it, and it had not the conversation since the
    /// last user message.
    /// </summary>
    private Agent? FindNextAgent(AgentConfiguration configuration, Turn turn, JsonElement chatRequest)
    {
        if (configuration.Agent is not { } agent)
            return null;
        var previous = turn.CurrentEntries.Select(entry => entry.Json.FindString("previous_agent_id")).ToArray();
        var text = new Conversation(chatRequest).LastText;
        return BudgetErrors.Run(budget =>
        {
            var values = new PromptValues(text, budget);
            return agent.Handoffs.Where(id => id != agent.Id && !previous.Contains(id))
                .Select(id => agents.Find(id)?.Current).OfType<Agent>().FirstOrDefault(next => values.Mentions(next.Name));
        });
    }

    private void CallHostedTools(Turn turn, AgentConfiguration configuration, JsonElement chatRequest)
    {
        var tools = ConversationRules.CreateTools(configuration.Definition, toolFactory);
        var calls = BudgetErrors.Run(budget => HostedToolSelector.Select(chatRequest, tools, budget));
        foreach (var (tool, call) in calls)
        {
            turn.AddOutput(tool.RequiresConfirmation(call.Name)
                ? entryFactory.CreatePendingCall(call, configuration)
                : entryFactory.CreateToolExecution(tool.Execute(call), configuration));
        }
    }
}
