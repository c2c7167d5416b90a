using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>A conversation.</summary>
/// <param name="Id">The ID of the conversation.</param>
/// <param name="Definition">The fields of the request that started the conversation.</param>
/// <param name="CreatedAt">The time at which the conversation was started.</param>
internal sealed record StoredConversation(string Id, JsonElement Definition, DateTimeOffset CreatedAt)
{
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public ImmutableList<ConversationEntry> Entries { get; init; } = [];

    /// <summary>The ID of the agent with which the conversation was started; null if it has no agent.</summary>
    public string? AgentId => Definition.FindString("agent_id");

    /// <summary>The number or an alias of the version of the agent; null for the current version.</summary>
    public string? AgentVersion => Definition.Find("agent_version")?.ToString();

    /// <summary>Returns the definition of a conversation that a request starts.</summary>
    public static JsonElement CreateDefinition(JsonElement request)
    {
        var definition = JsonObject.Create(request)!;
        foreach (var name in (ReadOnlySpan<string>)["inputs", "stream", "store", "handoff_execution"])
            definition.Remove(name);
        return definition.ToElement();
    }

    /// <summary>Returns the definition of a new conversation that a request starts from an entry of this one.</summary>
    public JsonElement CreateRestartedDefinition(JsonElement request)
    {
        var definition = JsonObject.Create(Definition)!;
        foreach (var name in (ReadOnlySpan<string>)["guardrails", "metadata", "agent_version"])
        {
            if (request.Find(name) is { } value)
                definition[name] = value.ToNode();
        }
        return definition.ToElement();
    }
}
