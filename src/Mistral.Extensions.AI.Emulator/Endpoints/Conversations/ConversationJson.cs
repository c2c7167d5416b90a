using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Agents;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Writes conversations.</summary>
internal static class ConversationJson
{
    /// <summary>Creates the JSON of a conversation: <c>ModelConversation</c> or <c>AgentConversation</c>.</summary>
    public static JsonObject ToJson(this StoredConversation conversation)
    {
        var definition = conversation.Definition;
        var json = new JsonObject
        {
            ["id"] = conversation.Id,
            ["created_at"] = conversation.CreatedAt.ToJson(),
            ["updated_at"] = conversation.UpdatedAt.ToJson(),
        };
        if (conversation.AgentId is { } agentId)
        {
            json["agent_id"] = agentId;
            json["agent_version"] = definition.Find("agent_version")?.ToNode();
        }
        else
        {
            json["model"] = definition.FindString("model");
            json["instructions"] = definition.FindString("instructions");
            json["tools"] = CompletionArgsJson.CreateTools(definition);
            json["completion_args"] = CompletionArgsJson.CreateCompletionArgs(definition);
            json["guardrails"] = definition.Find("guardrails")?.ToNode();
        }
        json["name"] = definition.FindString("name");
        json["description"] = definition.FindString("description");
        json["metadata"] = definition.Find("metadata")?.ToNode();
        json["object"] = "conversation";
        return json;
    }

    /// <summary>Creates the JSON of a response: <c>ConversationResponse</c>.</summary>
    /// <param name="turn">The turn, with the response of the model.</param>
    /// <param name="conversationId">The ID of the conversation.</param>
    /// <param name="usage">The token usage.</param>
    public static JsonObject ToJson(this PreparedTurn turn, string conversationId, ConversationUsage usage)
    {
        var json = new JsonObject
        {
            ["conversation_id"] = conversationId,
            ["outputs"] = CreateEntries(turn.Turn.Outputs),
            ["usage"] = usage.ToJson(),
            ["object"] = "conversation.response",
        };
        if (turn.Guardrails is not null)
            json["guardrails"] = turn.Guardrails;
        return json;
    }

    /// <summary>Creates the JSON of a list of entries.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="name">The name of the field with the entries.</param>
    /// <param name="objectType">The value of the <c>object</c> field.</param>
    /// <param name="filter">The entries to include.</param>
    public static JsonObject CreateList(
        this StoredConversation conversation, string name, string objectType, Func<ConversationEntry, bool> filter)
    {
        var entries = CreateEntries(conversation.Entries.Where(filter));
        return new JsonObject { ["conversation_id"] = conversation.Id, [name] = entries, ["object"] = objectType };
    }

    private static JsonArray CreateEntries(IEnumerable<ConversationEntry> entries) => [.. entries.Select(entry => entry.Json.ToNode())];
}
