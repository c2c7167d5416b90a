using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Tools;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The rules for requests to the conversations endpoints. The messages are the emulator's own.</summary>
internal static class ConversationRules
{
    /// <summary>Rejects a start without an agent or a model, with both, or with the fields of a model and an agent.</summary>
    public static void CheckStart(JsonElement request)
    {
        var hasAgent = request.Find("agent_id") is not null;
        if (hasAgent && request.Find("model") is not null)
            throw CreateError("Only one of agent_id and model can be specified", request);
        if (!hasAgent && request.Find("model") is null)
            throw CreateError("One of agent_id and model must be specified", request);
        // The Python SDK of Mistral rejects tools and completion_args: "Can't set tools or completion_args when using an agent".
        if (hasAgent && (request.FindItems("tools").Any() || HasArguments(request) || request.Find("instructions") is not null))
            throw CreateError("instructions, tools and completion_args cannot be specified with agent_id", request);
    }

    /// <summary>Creates the hosted tools of an agent or a conversation.</summary>
    /// <exception cref="ApiError">A connector does not exist, or a tool has both <c>include</c> and <c>exclude</c>.</exception>
    public static IReadOnlyList<HostedTool> CreateTools(JsonElement definition, HostedToolFactory factory)
    {
        foreach (var tool in definition.FindItems("tools"))
        {
            if (tool.FindString("connector_id") is { } id && factory.Connectors.Find(id) is null)
                throw ApiError.NotFound($"Connector {id} not found");
            if (tool.Find("tool_configuration") is { } configuration
                && configuration.FindItems("include").Any() && configuration.FindItems("exclude").Any())
                throw CreateError("include and exclude of tool_configuration cannot both be specified", tool);
        }
        return [.. definition.FindItems("tools").Select(factory.Create).OfType<HostedTool>()];
    }

    private static bool HasArguments(JsonElement request) =>
        request.FindProperties("completion_args").Any(argument => argument.Value.ValueKind != JsonValueKind.Null);

    private static ApiError CreateError(string message, JsonElement input) => ApiError.InvalidValue(message, Location.Body, input);
}
