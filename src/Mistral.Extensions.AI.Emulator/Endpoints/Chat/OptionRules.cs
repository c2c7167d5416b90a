using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for the options of a chat request: whether the model supports them, and whether they can be combined.</summary>
internal static class OptionRules
{
    /// <summary>The maximum <c>n</c>. The limit of the server is unknown; this is the limit of OpenAI's API.</summary>
    private const int MaxChoices = 128;

    /// <summary>Rejects options that the model does not support, and options that cannot be combined.</summary>
    public static void Check(JsonElement request, ModelCard model)
    {
        CheckReasoning(request, model);
        CompletionRules.CheckSampling(request);
        if (request.IsTrue("logprobs"))
            throw ApiError.InvalidArguments("Logprobs are not enabled for this model");
        if (request.FindNumber("n") > 1 && request.Find("prediction") is not null)
            throw ApiError.InvalidArguments("n must be 1 when using prediction");
        if (request.FindNumber("n") > MaxChoices)
            throw ApiError.InvalidArguments($"n must be at most {MaxChoices}");
        CheckTools(request, model);
        CheckToolChoice(request);
        CheckResponseFormat(request);
    }

    private static void CheckReasoning(JsonElement request, ModelCard model)
    {
        if (request.FindString("prompt_mode") is not null && !model.UsesPromptMode)
            throw ApiError.InvalidArguments("Reasoning prompt mode is not enabled for this model");
        if (request.FindString("reasoning_effort") is not { } effort)
            return;
        if (!model.SupportsReasoningEffort)
            throw ApiError.InvalidArguments($"reasoning_effort='{effort}' is not supported for this model");
        if (effort is not ("none" or "high"))
            throw ApiError.InvalidArguments($"reasoning_effort='{effort}' is not supported for this model. "
                + "Must be one of (<ReasoningEffort.none: 'none'>, <ReasoningEffort.high: 'high'>)");
    }

    private static void CheckTools(JsonElement request, ModelCard model)
    {
        foreach (var tool in request.FindItems("tools"))
        {
            if (!model.HasCapability("function_calling"))
                throw ApiError.InvalidArguments("Function calling is not enabled for this model");
            if (tool.Find("function") is not { } function)
                continue;
            ToolCallRules.CheckName(function.FindString("name")!);
            JsonSchemaRules.CheckParameters(function.GetProperty("parameters"));
            if (function.IsTrue("strict"))
                JsonSchemaRules.CheckStrict(function.GetProperty("parameters"));
        }
    }

    private static void CheckToolChoice(JsonElement request)
    {
        var names = request.FindItems("tools").Select(tool => tool.Find("function")?.FindString("name")).ToArray();
        if (request.FindString("tool_choice") is "any" or "required" && names.Length == 0)
            throw ApiError.InvalidArguments("tool_choice needs tools to choose from");
        if (request.Find("tool_choice")?.Find("function")?.FindString("name") is { } name && !names.Contains(name))
            throw ApiError.InvalidArguments($"tool_choice names the function {name}, which is not among the tools");
    }

    private static void CheckResponseFormat(JsonElement request)
    {
        if (request.Find("response_format") is not { } format || format.FindString("type") != "json_schema")
            return;
        if (format.Find("json_schema") is not { } schema)
            throw ApiError.InvalidArguments("response_format of type json_schema needs a json_schema");
        JsonSchemaRules.CheckSchema(schema.GetProperty("schema"), "response");
        if (schema.IsTrue("strict"))
            JsonSchemaRules.CheckStrict(schema.GetProperty("schema"));
    }
}
