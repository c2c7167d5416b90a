using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Endpoints.Chat;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Runs the calls that the user allowed: https://docs.mistral.ai/studio/connectors/confirmation.</summary>
/// <param name="turn">The entries of the conversation.</param>
/// <param name="entryFactory">Creates the entries.</param>
/// <param name="configuration">The agent or the model that made the calls.</param>
/// <param name="toolFactory">Creates the hosted tools.</param>
internal sealed class ToolConfirmations(
    Turn turn, EntryFactory entryFactory, AgentConfiguration configuration, HostedToolFactory toolFactory)
{
    /// <summary>Applies the <c>tool_confirmations</c> of a request.</summary>
    /// <exception cref="ApiError">A call does not exist or is confirmed already.</exception>
    public void Apply(JsonElement request)
    {
        foreach (var confirmation in request.FindItems("tool_confirmations"))
        {
            var id = confirmation.FindString("tool_call_id")!;
            var entry = turn.FindPending(id) ?? throw MessageRules.CreateOrderError($"Unexpected tool call id {id} in tool confirmations");
            var call = new HostedToolCall(entry.Json.FindString("name")!, entry.Json.FindString("arguments")!);
            if (confirmation.FindString("confirmation") == "allow")
                Run(entry, call);
            else
                turn.Replace(entry, WithStatus(entry, "denied") with { Result = HostedToolResult.CreateDenied(call) });
        }
    }

    /// <summary>Rejects a request if calls are not confirmed, unless it confirms others and has no inputs.</summary>
    public void CheckPending(JsonElement request)
    {
        var hasInputs = request.FindString("inputs") is not null || request.FindItems("inputs").Any();
        if (turn.IsPending && (hasInputs || !request.FindItems("tool_confirmations").Any()))
            throw MessageRules.CreateOrderError("Not the same number of function calls and responses");
    }

    private void Run(ConversationEntry entry, HostedToolCall call)
    {
        var tools = ConversationRules.CreateTools(configuration.Definition, toolFactory);
        var tool = tools.FirstOrDefault(tool => tool.Names.Contains(call.Name))
            ?? throw MessageRules.CreateOrderError($"The tool {call.Name} does not exist any more");
        turn.Replace(entry, WithStatus(entry, "allowed"));
        turn.AddOutput(entryFactory.CreateToolExecution(tool.Execute(call), configuration));
    }

    private static ConversationEntry WithStatus(ConversationEntry entry, string status)
    {
        var json = JsonObject.Create(entry.Json)!;
        json["confirmation_status"] = status;
        return new ConversationEntry(json.ToElement());
    }
}
