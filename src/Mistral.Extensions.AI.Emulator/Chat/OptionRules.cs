using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Models;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>What the options of a request may say to a model and beside each other.</summary>
internal static class OptionRules
{
    private static readonly string[] OnlyInConversations = ["web_search", "web_search_premium", "code_interpreter"];

    public static void Check(JsonElement request, ModelCard model)
    {
        CheckReasoning(request, model);
        CheckSampling(request);
        if (request.FindNumber("n") > 1 && request.Find("prediction") is not null)
            throw Refusal.InvalidArguments("n must be 1 when using prediction");
        CheckTools(request, model);
        CheckToolChoice(request);
        CheckResponseFormat(request);
    }

    public static void CheckSampling(JsonElement request)
    {
        if (request.FindNumber("temperature") == 0 && request.FindNumber("top_p") is { } topP && topP != 1)
            throw Refusal.InvalidArguments("top_p must be 1 when using greedy sampling", "3054");
    }

    public static void CheckLength(int tokens, ModelCard model)
    {
        if (tokens > model.ContextLength)
            throw Refusal.InvalidArguments(
                $"Prompt contains {tokens} tokens, too large for model with {model.ContextLength} maximum context length");
    }

    private static void CheckReasoning(JsonElement request, ModelCard model)
    {
        if (request.FindText("prompt_mode") is not null && !model.ThinksByPrompt)
            throw Refusal.InvalidArguments("Reasoning prompt mode is not enabled for this model");
        if (request.FindText("reasoning_effort") is not { } effort)
            return;
        if (!model.TakesEffort)
            throw Refusal.InvalidArguments($"reasoning_effort='{effort}' is not supported for this model");
        if (effort is not ("none" or "high"))
            throw Refusal.InvalidArguments($"reasoning_effort='{effort}' is not supported for this model. "
                + "Must be one of (<ReasoningEffort.none: 'none'>, <ReasoningEffort.high: 'high'>)");
    }

    private static void CheckTools(JsonElement request, ModelCard model)
    {
        foreach (var tool in request.FindItems("tools"))
        {
            if (!model.Has("function_calling"))
                throw Refusal.InvalidArguments("Function calling is not enabled for this model");
            if (tool.FindText("type") is { } type && OnlyInConversations.Contains(type))
                throw Refusal.InvalidArguments($"Tool {type} is only available in the Conversations API");
            if (tool.Find("function") is not { } function)
                continue;
            ToolCallRules.CheckName(function.FindText("name")!);
            SchemaRules.CheckParameters(function.GetProperty("parameters"));
            if (function.IsTrue("strict"))
                SchemaRules.CheckStrict(function.GetProperty("parameters"));
        }
    }

    private static void CheckToolChoice(JsonElement request)
    {
        var names = request.FindItems("tools").Select(tool => tool.Find("function")?.FindText("name")).ToArray();
        if (request.FindText("tool_choice") is "any" or "required" && names.Length == 0)
            throw Refusal.InvalidArguments("tool_choice needs tools to choose from");
        if (request.Find("tool_choice")?.Find("function")?.FindText("name") is { } name && !names.Contains(name))
            throw Refusal.InvalidArguments($"tool_choice names the function {name}, which is not among the tools");
    }

    private static void CheckResponseFormat(JsonElement request)
    {
        if (request.Find("response_format") is not { } format || format.FindText("type") != "json_schema")
            return;
        if (format.Find("json_schema") is not { } schema)
            throw Refusal.InvalidArguments("response_format of type json_schema needs a json_schema");
        SchemaRules.CheckSchema(schema.GetProperty("schema"), "response");
        if (schema.IsTrue("strict"))
            SchemaRules.CheckStrict(schema.GetProperty("schema"));
    }
}
