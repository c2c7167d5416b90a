using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Generates the entries of responses.</summary>
/// <param name="models">The models of the emulator.</param>
/// <param name="agents">The agents of the emulator.</param>
/// <param name="completions">Checks and generates the text and the function calls, as in chat.</param>
/// <param name="toolFactory">Creates the hosted tools.</param>
/// <param name="entryFactory">Creates the entries.</param>
internal sealed class TurnRunner(
    ModelCatalog models, AgentCatalog agents, ChatCompletions completions, HostedToolFactory toolFactory, EntryFactory entryFactory)
{
    /// <summary>Processes a request that starts, continues or restarts a conversation.</summary>
    /// <param name="apiRequest">The request.</param>
    /// <param name="conversation">The conversation before the request.</param>
    /// <param name="request">The body of the request.</param>
    public TurnResult Run(ApiRequest apiRequest, StoredConversation conversation, JsonElement request)
    {
        var turn = new Turn(conversation.Entries);
        var configuration = AgentConfiguration.Create(conversation, turn.Entries, agents);
        var confirmations = new ToolConfirmations(turn, entryFactory, configuration, toolFactory);
        confirmations.Apply(request);
        foreach (var input in entryFactory.CreateInputs(request))
            turn.AddInput(input);
        confirmations.CheckPending(request);
        return Respond(apiRequest, turn, conversation, request);
    }

    private TurnResult Respond(ApiRequest apiRequest, Turn turn, StoredConversation conversation, JsonElement request)
    {
        var isClientHandoff = request.FindString("handoff_execution") == "client";
        while (true)
        {
            var configuration = AgentConfiguration.Create(conversation, turn.Entries, agents);
            var model = models.GetRequired(configuration.Model, card => card.HasCapability("completion_chat"));
            var chatRequest = configuration.CreateChatRequest(conversation, turn.Entries, request.Find("completion_args"));
            var guardrails = completions.Check(chatRequest, model);
            if (turn.IsPending)
                return CreateResult();
            if (turn.IsNew && FindNextAgent(configuration, turn, chatRequest) is { } next)
            {
                turn.AddOutput(entryFactory.CreateHandoff(configuration.Agent!, next));
                if (isClientHandoff)
                    return CreateResult();
                continue;
            }
            if (turn.IsNew)
                CallHostedTools(turn, configuration, chatRequest);
            if (!turn.IsPending)
                AddResponse(apiRequest, turn, configuration, chatRequest);
            return CreateResult();

            TurnResult CreateResult() => new(turn, ConversationUsage.Create(chatRequest, turn.Outputs), guardrails, model);
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

    private void AddResponse(ApiRequest apiRequest, Turn turn, AgentConfiguration configuration, JsonElement chatRequest)
    {
        HostedToolResult[] results = [.. turn.CurrentEntries.Select(entry => entry.Result).OfType<HostedToolResult>()];
        // The tool that tool_choice requires was called.
        if (results.Length > 0)
            chatRequest = With(chatRequest, "tool_choice", chatRequest.FindString("tool_choice") == "none" ? "none" : "auto");
        var choice = completions.Generate(apiRequest, chatRequest)[0];
        // Only a scripted response has a message together with calls.
        var hasMessage = choice.ToolCalls.Count == 0 || (choice.IsScripted && (choice.Text.Length > 0 || choice.Thinking is not null));
        if (hasMessage)
        {
            var message = entryFactory.CreateMessage(CreateContent(chatRequest, choice, results), configuration);
            turn.AddOutput(message with { TextChunks = choice.TextChunks });
        }
        foreach (var call in choice.ToolCalls)
            turn.AddOutput(entryFactory.CreateFunctionCall(call, configuration));
    }

    private JsonNode CreateContent(JsonElement chatRequest, GeneratedChoice choice, HostedToolResult[] results)
    {
        var composer = new MessageComposer();
        if (choice.Thinking is not null)
            composer.AddThinking(choice.Thinking);
        if (choice.IsScripted)
        {
            if (choice.Text.Length > 0)
                composer.AddText(choice.Text);
            return composer.CreateContent();
        }
        var isJson = chatRequest.Find("response_format")?.FindString("type") is "json_schema" or "json_object";
        if (isJson && results.Length > 0)
        {
            composer.AddText(completions.Generate(HostedToolMessages.Add(chatRequest, results))[0].Text);
            return composer.CreateContent();
        }
        foreach (var result in results)
            composer.Add(result);
        if (results.Length == 0 || new Conversation(chatRequest).ToolResults.Count > 0)
            composer.AddText(choice.Text);
        return composer.CreateContent();
    }

    private static JsonElement With(JsonElement request, string name, JsonNode value)
    {
        var changed = JsonObject.Create(request)!;
        changed[name] = value;
        return changed.ToElement();
    }
}
