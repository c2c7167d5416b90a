using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts the fields of a chat request to <see cref="ChatOptions"/>.</summary>
internal static class ChatOptionsMapping
{
    /// <summary>The fields that <see cref="ChatOptions"/> does not have. They are additional properties with the same name.</summary>
    private static readonly string[] AdditionalFields =
        ["metadata", "prediction", "prompt_cache_key", "prompt_mode", "safe_prompt", "service_tier"];

    /// <summary>Creates the options.</summary>
    /// <param name="request">The chat request.</param>
    /// <param name="modelId">The model ID; null for the default of the chat client.</param>
    /// <param name="choiceIndex">The index of the choice. With the same seed, all choices would be the same.</param>
    public static ChatOptions ToChatOptions(this JsonElement request, string? modelId, int choiceIndex) => new()
    {
        ModelId = modelId,
        Temperature = (float?)request.FindNumber("temperature"),
        TopP = (float?)request.FindNumber("top_p"),
        MaxOutputTokens = ToInt32(request.FindNumber("max_tokens")),
        StopSequences = ToStopSequences(request),
        Seed = (long?)request.FindNumber("random_seed") + choiceIndex,
        PresencePenalty = (float?)request.FindNumber("presence_penalty"),
        FrequencyPenalty = (float?)request.FindNumber("frequency_penalty"),
        Tools = ToTools(request),
        ToolMode = ToToolMode(request),
        AllowMultipleToolCalls = request.Find("parallel_tool_calls")?.ToBoolean(),
        ResponseFormat = ToResponseFormat(request),
        Reasoning = ToReasoning(request),
        AdditionalProperties = ToAdditionalProperties(request),
    };

    private static int? ToInt32(double? number) => number is { } value ? (int)Math.Min(value, int.MaxValue) : null;

    private static List<string>? ToStopSequences(JsonElement request)
    {
        List<string> sequences = request.FindString("stop") is { } stop ? [stop] : [.. request.FindStrings("stop")];
        return sequences.Count > 0 ? sequences : null;
    }

    /// <summary>Converts the functions. The emulator itself runs hosted tools, in conversations.</summary>
    private static List<AITool>? ToTools(JsonElement request)
    {
        List<AITool> functions = [.. request.FindItems("tools")
            .Select(tool => tool.Find("function")).OfType<JsonElement>().Select(function => new FunctionDeclaration(function))];
        return functions.Count > 0 ? functions : null;
    }

    private static ChatToolMode? ToToolMode(JsonElement request)
    {
        if (request.Find("tool_choice")?.Find("function")?.FindString("name") is { } name)
            return ChatToolMode.RequireSpecific(name);
        return request.FindString("tool_choice") switch
        {
            null => null,
            "none" => ChatToolMode.None,
            "any" or "required" => ChatToolMode.RequireAny,
            _ => ChatToolMode.Auto,
        };
    }

    private static ChatResponseFormat? ToResponseFormat(JsonElement request)
    {
        if (request.Find("response_format") is not { } format)
            return null;
        if (format.FindString("type") == "json_schema" && format.Find("json_schema") is { } schema)
        {
            return ChatResponseFormat.ForJsonSchema(
                schema.GetProperty("schema").Clone(), schema.FindString("name"), schema.FindString("description"));
        }
        return format.FindString("type") == "json_object" ? ChatResponseFormat.Json : ChatResponseFormat.Text;
    }

    private static ReasoningOptions? ToReasoning(JsonElement request)
    {
        if (request.FindString("prompt_mode") == "reasoning")
            return new ReasoningOptions { Output = ReasoningOutput.Full };
        return request.FindString("reasoning_effort") switch
        {
            null => null,
            "none" => new ReasoningOptions { Effort = ReasoningEffort.None },
            _ => new ReasoningOptions { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full },
        };
    }

    private static AdditionalPropertiesDictionary? ToAdditionalProperties(JsonElement request)
    {
        var properties = new AdditionalPropertiesDictionary();
        foreach (var name in AdditionalFields)
        {
            if (request.Find(name) is { } value)
                properties[name] = ToValue(value);
        }
        if (request.Find("response_format")?.Find("json_schema")?.Find("strict") is { } strict)
            properties["strict"] = strict.ToBoolean();
        return properties.Count > 0 ? properties : null;
    }

    private static object? ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => value.Clone(),
    };
}
