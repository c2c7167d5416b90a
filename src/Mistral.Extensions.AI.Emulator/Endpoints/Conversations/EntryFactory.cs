using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>
/// Creates the entries of conversations, with the fields and IDs of the responses in Mistral's documentation:
/// https://docs.mistral.ai/studio/agents/agents-api.
/// </summary>
/// <param name="idGenerator">The source of IDs.</param>
/// <param name="timeProvider">The time at which entries are created.</param>
internal sealed class EntryFactory(IdGenerator idGenerator, TimeProvider timeProvider)
{
    /// <summary>Creates the entries of the <c>inputs</c> field; none if there is none.</summary>
    public IEnumerable<ConversationEntry> CreateInputs(JsonElement request) => request.FindString("inputs") is { } text
        ? [CreateInput(new JsonObject { ["role"] = "user", ["content"] = text })]
        : request.FindItems("inputs").Select(input => CreateInput(JsonObject.Create(input)!));

    /// <summary>Creates a message of the assistant.</summary>
    public ConversationEntry CreateMessage(JsonNode content, AgentConfiguration configuration) =>
        Create(new JsonObject { ["content"] = content }, EntryTypes.MessageOutput, "msg", isCompleted: true,
            [.. GetSource(configuration), new("role", "assistant")]);

    /// <summary>Creates a call of a function of the client.</summary>
    public ConversationEntry CreateFunctionCall(ToolCall call, AgentConfiguration configuration) =>
        CreateFunctionCall(call.Id, call.Name, call.Arguments, confirmationStatus: null, configuration);

    /// <summary>Creates a call of a hosted tool that the user must confirm.</summary>
    public ConversationEntry CreatePendingCall(HostedToolCall call, AgentConfiguration configuration) =>
        CreateFunctionCall(idGenerator.NextToolCallId(), call.Name, call.Arguments, "pending", configuration);

    /// <summary>Creates the entry for a call of a hosted tool that was run.</summary>
    public ConversationEntry CreateToolExecution(HostedToolResult result, AgentConfiguration configuration)
    {
        var source = GetSource(configuration);
        if (result.Info is not null)
            source = [.. source, new("info", result.Info.DeepClone())];
        var fields = new JsonObject { ["name"] = result.EntryName, ["arguments"] = result.Call.Arguments };
        return Create(fields, EntryTypes.ToolExecution, "tool_exec", isCompleted: true, source) with { Result = result };
    }

    /// <summary>Creates the entry for a handoff.</summary>
    public ConversationEntry CreateHandoff(Agent previous, Agent next) => Create(new JsonObject
    {
        ["previous_agent_id"] = previous.Id,
        ["previous_agent_name"] = previous.Name,
        ["next_agent_id"] = next.Id,
        ["next_agent_name"] = next.Name,
    }, EntryTypes.AgentHandoff, "handoff", isCompleted: true);

    private ConversationEntry CreateFunctionCall(
        string id, string name, string arguments, string? confirmationStatus, AgentConfiguration configuration)
    {
        var fields = new JsonObject { ["tool_call_id"] = id, ["name"] = name, ["arguments"] = arguments };
        if (confirmationStatus is not null)
            fields["confirmation_status"] = confirmationStatus;
        return Create(fields, EntryTypes.FunctionCall, "fc", isCompleted: false, GetSource(configuration));
    }

    /// <summary>Adds the missing fields of an entry of a request.</summary>
    private ConversationEntry CreateInput(JsonObject fields)
    {
        var type = (string?)fields["type"] ?? EntryTypes.MessageInput;
        var prefix = type switch
        {
            EntryTypes.FunctionCall => "fc",
            EntryTypes.FunctionResult => "fr",
            EntryTypes.ToolExecution => "tool_exec",
            EntryTypes.AgentHandoff => "handoff",
            _ => "msg",
        };
        var added = Create([], type, prefix, isCompleted: false).Json;
        foreach (var field in added.EnumerateObject().Where(field => !fields.ContainsKey(field.Name)))
            fields[field.Name] = field.Value.ToNode();
        return new ConversationEntry(fields.ToElement());
    }

    private ConversationEntry Create(
        JsonObject fields, string type, string idPrefix, bool isCompleted, params IEnumerable<KeyValuePair<string, JsonNode?>> otherFields)
    {
        var now = timeProvider.GetUtcNow().ToJson();
        fields["object"] = "entry";
        fields["type"] = type;
        fields["created_at"] = now;
        fields["completed_at"] = isCompleted ? now : null;
        fields["id"] = idGenerator.NextPrefixedId(idPrefix);
        foreach (var (name, value) in otherFields)
            fields[name] = value;
        return new ConversationEntry(fields.ToElement());
    }

    private static KeyValuePair<string, JsonNode?>[] GetSource(AgentConfiguration configuration) =>
        [new("agent_id", configuration.Agent?.Id), new("model", configuration.Model)];
}
