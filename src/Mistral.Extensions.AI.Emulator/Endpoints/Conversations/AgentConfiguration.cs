using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Agents;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The agent that responds in a conversation, or the model of a conversation without an agent.</summary>
/// <param name="Agent">The agent; null if the conversation has none.</param>
/// <param name="Definition">The agent or the conversation: instructions, tools, completion arguments and guardrails.</param>
internal sealed record AgentConfiguration(Agent? Agent, JsonElement Definition)
{
    /// <summary>The ID or an alias of the model.</summary>
    public string Model => Definition.FindString("model")!;

    /// <summary>Creates the configuration of the agent to which the conversation was handed over last.</summary>
    public static AgentConfiguration Create(
        StoredConversation conversation, IEnumerable<ConversationEntry> entries, AgentCatalog agents)
    {
        if (conversation.AgentId is not { } id)
            return new(null, conversation.Definition);
        var handoff = entries.LastOrDefault(entry => entry.Type == EntryTypes.AgentHandoff);
        return handoff is null
            ? Create(agents.GetRequired(id, conversation.AgentVersion))
            : Create(agents.GetRequired(handoff.Json.FindString("next_agent_id")!, version: null));
    }

    /// <summary>Creates the configuration of an agent.</summary>
    public static AgentConfiguration Create(Agent agent) => new(agent, agent.Definition);

    /// <summary>Creates the chat request that has the same response.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="entries">The entries of the conversation.</param>
    /// <param name="completionArgs">The completion arguments of the request, which replace those of the agent; null for none.</param>
    public JsonElement CreateChatRequest(
        StoredConversation conversation, IEnumerable<ConversationEntry> entries, JsonElement? completionArgs)
    {
        var request = new JsonObject
        {
            ["model"] = Model,
            ["messages"] = ChatMessages.Create(Definition.FindString("instructions"), entries),
        };
        if (Definition.FindItems("tools").Any())
            request["tools"] = Definition.Find("tools")!.Value.ToNode();
        foreach (var argument in Definition.FindProperties("completion_args").Concat(completionArgs?.EnumerateObject() ?? default))
        {
            if (argument.Value.ValueKind != JsonValueKind.Null)
                request[argument.Name] = argument.Value.ToNode();
        }
        if ((conversation.Definition.Find("guardrails") ?? Definition.Find("guardrails")) is { } guardrails)
            request["guardrails"] = guardrails.ToNode();
        return request.ToElement();
    }
}
