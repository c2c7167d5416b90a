using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Agents;

/// <summary>Writes the fields that agents and conversations share, with their defaults.</summary>
internal static class CompletionArgsJson
{
    private static readonly string[] NullableNames =
    [
        "stop", "presence_penalty", "frequency_penalty", "temperature", "top_p", "max_tokens", "random_seed", "prediction",
        "response_format",
    ];

    /// <summary>Creates the <c>completion_args</c> field.</summary>
    /// <param name="definition">The agent or the conversation.</param>
    public static JsonObject CreateCompletionArgs(JsonElement definition)
    {
        var json = new JsonObject();
        foreach (var name in NullableNames)
            json[name] = definition.Find("completion_args")?.Find(name)?.ToNode();
        json["tool_choice"] = definition.Find("completion_args")?.FindString("tool_choice") ?? "auto";
        json["reasoning_effort"] = definition.Find("completion_args")?.FindString("reasoning_effort");
        return json;
    }

    /// <summary>Creates the <c>tools</c> field. The server adds the defaults of functions.</summary>
    /// <param name="definition">The agent or the conversation.</param>
    public static JsonArray CreateTools(JsonElement definition)
    {
        var tools = new JsonArray([.. definition.FindItems("tools").Select(tool => tool.ToNode())]);
        foreach (var tool in tools.Select(tool => tool!.AsObject()))
        {
            tool["type"] ??= "function";
            if (tool["function"] is not JsonObject function)
                continue;
            function["description"] ??= "";
            function["strict"] ??= false;
        }
        return tools;
    }
}
