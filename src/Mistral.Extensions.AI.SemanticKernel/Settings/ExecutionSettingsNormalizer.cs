using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Converts execution settings of any connector, also those of prompt templates, to the JSON of
/// <see cref="MistralPromptExecutionSettings"/>.
/// </summary>
internal static class ExecutionSettingsNormalizer
{
    /// <summary>Names of settings in other connectors and in the API, each with its JSON name in the Mistral settings.</summary>
    private static readonly (string Alias, string Name)[] Aliases = [("random_seed", "seed"), ("stop", "stop_sequences")];

    /// <summary>The settings whose value is a boolean. From a YAML prompt template, it is a string.</summary>
    private static readonly string[] BooleanSettings = ["safe_prompt", "strict"];

    /// <summary>The settings whose value is a JSON object or list. From a YAML prompt template, all scalars in it are strings.</summary>
    private static readonly string[] StructuredSettings = ["guardrails", "response_format"];

    /// <summary>
    /// Converts settings to JSON. The function choice behavior is left out: JSON would keep only the names of its functions.
    /// </summary>
    /// <exception cref="NotSupportedException">The settings use a connector's own <c>ToolCallBehavior</c>.</exception>
    internal static JsonObject ToMistralJson(PromptExecutionSettings settings)
    {
        var typeInfo = ExecutionSettingsJsonOptions.Default.GetTypeInfo(settings.GetType());
        var json = JsonSerializer.SerializeToNode(settings, typeInfo)!.AsObject();
        if (settings.FunctionChoiceBehavior is null)
            ThrowIfToolCallBehavior(json);
        json.Remove("function_choice_behavior");
        RestoreYamlTypes(json, settings.ExtensionData);
        MergeExtraBody(json);
        ReplaceAliases(json);
        WrapSingleStopSequence(json);
        MergeDeveloperPrompt(json);
        NormalizeReasoningEffort(json);
        return json;
    }

    // The ToolCallBehavior types of other connectors have no public members that specify which functions to send. Without this exception,
    // the request would be sent without functions.
    private static void ThrowIfToolCallBehavior(JsonObject settings)
    {
        if (settings.Any(member => member.Key.Equals("ToolCallBehavior", StringComparison.OrdinalIgnoreCase) && member.Value is not null))
        {
            throw new NotSupportedException(
                "ToolCallBehavior belongs to another connector and is not supported. "
                + "Set FunctionChoiceBehavior instead, for example to FunctionChoiceBehavior.Auto().");
        }
    }

    private static void RestoreYamlTypes(JsonObject settings, IDictionary<string, object>? extensionData)
    {
        foreach (var name in StructuredSettings)
        {
            if (extensionData?.TryGetValue(name, out var value) is true && YamlScalars.IsYaml(value))
                settings[name] = YamlScalars.Restore(settings[name]);
        }

        foreach (var name in BooleanSettings)
        {
            if (settings[name] is JsonValue value && value.TryGetValue<string>(out var text) && bool.TryParse(text, out var boolean))
                settings[name] = boolean;
        }
    }

    // The OpenAI connector sends the fields of its ExtraBody setting with the request. Users put Mistral's own fields there.
    private static void MergeExtraBody(JsonObject settings)
    {
        if (settings["extra_body"] is not JsonObject extraBody)
            return;

        settings.Remove("extra_body");
        foreach (var field in extraBody.Where(field => settings[field.Key] is null))
            settings[field.Key] = field.Value?.DeepClone();
    }

    private static void ReplaceAliases(JsonObject settings)
    {
        foreach (var (alias, name) in Aliases)
        {
            if (settings[alias] is not { } value || settings[name] is not null)
                continue;

            settings.Remove(alias);
            settings[name] = value;
        }
    }

    // The API accepts a string or a list of strings in "stop".
    private static void WrapSingleStopSequence(JsonObject settings)
    {
        if (settings["stop_sequences"] is JsonValue stop)
            settings["stop_sequences"] = new JsonArray(stop.DeepClone());
    }

    // The settings of the OpenAI connector have both prompts, and the connector sends the system prompt first.
    private static void MergeDeveloperPrompt(JsonObject settings)
    {
        if (settings["chat_developer_prompt"] is not { } developerPrompt)
            return;

        settings.Remove("chat_developer_prompt");
        settings["chat_system_prompt"] = settings["chat_system_prompt"] is { } systemPrompt
            ? $"{systemPrompt}\n{developerPrompt}"
            : developerPrompt;
    }

    // OpenAI's models accept all of these levels, Mistral's models only "none" and "high".
    private static void NormalizeReasoningEffort(JsonObject settings)
    {
        if (settings["reasoning_effort"] is not JsonValue value || !value.TryGetValue<string>(out var effort))
            return;

        settings["reasoning_effort"] = effort.ToUpperInvariant() switch
        {
            "MINIMAL" => "none",
            "LOW" or "MEDIUM" or "XHIGH" => "high",
            _ => effort,
        };
    }
}
