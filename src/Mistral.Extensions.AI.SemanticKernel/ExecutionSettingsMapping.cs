using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>Execution settings in Mistral's words, and what is left to do where Semantic Kernel has made chat options of them.</summary>
internal static class ExecutionSettingsMapping
{
    /// <summary>Writes what settings of any connector hold.</summary>
    internal static readonly JsonSerializerOptions AnySettings = CreateOptions();

    /// <summary>What other connectors call a setting, and what is read here.</summary>
    private static readonly (string Theirs, string Ours)[] OtherNames = [("random_seed", "seed"), ("stop", "stop_sequences")];

    private static readonly string[] Flags = ["safe_prompt", "strict"];
    private static readonly string[] Structures = ["guardrails", "response_format"];

    internal static MistralPromptExecutionSettings ToMistralSettings(PromptExecutionSettings? settings)
    {
        if (settings is null)
            return new();

        var json = JsonSerializer.SerializeToNode(settings, AnySettings.GetTypeInfo(settings.GetType()))!.AsObject();
        if (settings.FunctionChoiceBehavior is null)
            RefuseToolCallBehavior(json);
        // Its functions are no JSON.
        json.Remove("function_choice_behavior");
        RestoreYaml(json, settings.ExtensionData);
        AddExtraBody(json);
        Rename(json);
        Translate(json);

        var mistral = Read(json);
        mistral.FunctionChoiceBehavior = settings.FunctionChoiceBehavior;
        return mistral;
    }

    /// <summary>Puts right what the way through JSON loses: response formats with a name, efforts that M.E.AI has no word for.</summary>
    internal static void Complete(ChatOptions options, MistralPromptExecutionSettings settings)
    {
        if (settings.ReasoningEffort is { } effort)
        {
            options.Reasoning = null;
            (options.AdditionalProperties ??= [])["reasoning_effort"] = effort;
        }

        if (settings.ResponseFormat is not { } format)
            return;

        options.ResponseFormat = ResponseFormats.ToChatResponseFormat(format);
        if (options.ResponseFormat is null)
        {
            var raw = new ChatCompletionRequest { ResponseFormat = ResponseFormats.ToResponseFormat(format) };
            options.RawRepresentationFactory = _ => raw;
        }
    }

    // The connectors' own, older ways to choose functions cannot be read from outside of them; without functions, nothing would be called.
    private static void RefuseToolCallBehavior(JsonObject settings)
    {
        if (settings.Any(member => member.Key.Equals("ToolCallBehavior", StringComparison.OrdinalIgnoreCase) && member.Value is not null))
            throw new NotSupportedException(
                "ToolCallBehavior belongs to another connector. Set FunctionChoiceBehavior instead, e.g. FunctionChoiceBehavior.Auto().");
    }

    private static void RestoreYaml(JsonObject settings, IDictionary<string, object>? extensions)
    {
        foreach (var key in Structures)
        {
            if (extensions?.TryGetValue(key, out var value) is true && YamlScalars.AreIn(value))
                settings[key] = YamlScalars.Restore(settings[key]);
        }

        foreach (var flag in Flags)
        {
            if (settings[flag] is JsonValue value && value.TryGetValue<string>(out var text) && bool.TryParse(text, out var truth))
                settings[flag] = truth;
        }
    }

    // How SK's OpenAI connector lets fields through that it does not know, such as Mistral's.
    private static void AddExtraBody(JsonObject settings)
    {
        if (settings["extra_body"] is not JsonObject body)
            return;

        settings.Remove("extra_body");
        foreach (var field in body.Where(field => settings[field.Key] is null))
            settings[field.Key] = field.Value?.DeepClone();
    }

    private static void Rename(JsonObject settings)
    {
        foreach (var (theirs, ours) in OtherNames)
        {
            if (settings[theirs] is not { } value || settings[ours] is not null)
                continue;

            settings.Remove(theirs);
            settings[ours] = value;
        }
    }

    private static void Translate(JsonObject settings)
    {
        if (settings["stop_sequences"] is JsonValue stop)
            settings["stop_sequences"] = new JsonArray(stop.DeepClone());

        // OpenAI has two such prompts, and puts the system's first.
        if (settings["chat_developer_prompt"] is { } developer)
        {
            settings.Remove("chat_developer_prompt");
            settings["chat_system_prompt"] = settings["chat_system_prompt"] is { } system ? $"{system}\n{developer}" : developer;
        }

        // What OpenAI's models take. Mistral's take "none" and "high".
        if (settings["reasoning_effort"] is JsonValue effort && effort.TryGetValue<string>(out var word))
        {
            settings["reasoning_effort"] = word.ToUpperInvariant() switch
            {
                "MINIMAL" => "none",
                "LOW" or "MEDIUM" or "XHIGH" => "high",
                _ => word,
            };
        }
    }

    private static MistralPromptExecutionSettings Read(JsonObject json)
    {
        try
        {
            return json.Deserialize(SettingsJson.Default.MistralPromptExecutionSettings)!;
        }
        catch (JsonException exception)
        {
            var setting = exception.Path?.Split('.', '[').ElementAtOrDefault(1);
            throw new ArgumentException(
                setting is null
                    ? $"The execution settings cannot be read. {exception.Message}"
                    : $"Among the execution settings, {setting} cannot be {json[setting]?.ToJsonString()}.",
                exception);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { Converters = { new TypeConverter(), new OpenAIConverter() } };
        options.MakeReadOnly();
        return options;
    }
}
