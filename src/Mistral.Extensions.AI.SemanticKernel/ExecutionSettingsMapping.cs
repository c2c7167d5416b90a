using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>Execution settings in Mistral's words, and what is left to do where Semantic Kernel has made chat options of them.</summary>
internal static class ExecutionSettingsMapping
{
    private static readonly JsonSerializerOptions AnySettings = CreateOptions();

    internal static MistralPromptExecutionSettings ToMistralSettings(PromptExecutionSettings? settings)
    {
        if (settings is null)
            return new();

        var json = JsonSerializer.SerializeToElement(settings, AnySettings.GetTypeInfo(settings.GetType()));
        if (settings.FunctionChoiceBehavior is null)
            RefuseToolCallBehavior(json.EnumerateObject().FirstOrDefault(member => IsToolCallBehavior(member.Name)).Value);

        var mistral = json.Deserialize(SettingsJson.Default.MistralPromptExecutionSettings)!;
        // Through JSON it loses its functions.
        mistral.FunctionChoiceBehavior = settings.FunctionChoiceBehavior;
        mistral.Seed ??= Take(mistral, "random_seed") is { ValueKind: JsonValueKind.Number } seed ? seed.GetInt64() : null;
        mistral.StopSequences ??= Take(mistral, "stop") switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(text => text.GetString()!)],
            { ValueKind: JsonValueKind.String } text => [text.GetString()!],
            _ => null,
        };
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

        if (settings.ResponseFormat is { } format)
        {
            options.ResponseFormat = ResponseFormats.ToChatResponseFormat(format);
            if (options.ResponseFormat is null)
                SetRaw(options, ResponseFormats.ToResponseFormat(format));
        }
    }

    /// <summary>Lets a request have this format, beside what its options say of it otherwise.</summary>
    internal static void SetRaw(ChatOptions options, ResponseFormat format)
    {
        var before = options.RawRepresentationFactory;
        options.ResponseFormat = null;
        options.RawRepresentationFactory = client =>
        {
            // Another connector's is of no use here.
            var request = before?.Invoke(client) as ChatCompletionRequest ?? new();
            return request with { ResponseFormat = request.ResponseFormat ?? format };
        };
    }

    /// <summary>The connectors' own, older ways to choose functions cannot be read from outside of them; without functions, nothing would be called.</summary>
    internal static void RefuseToolCallBehavior(object? behavior)
    {
        if (behavior is not null and not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
            throw new NotSupportedException(
                "ToolCallBehavior belongs to another connector. Set FunctionChoiceBehavior instead, e.g. FunctionChoiceBehavior.Auto().");
    }

    internal static bool IsToolCallBehavior(string key) => key.Equals("ToolCallBehavior", StringComparison.OrdinalIgnoreCase);

    private static JsonElement? Take(PromptExecutionSettings settings, string key)
    {
        if (settings.ExtensionData?.TryGetValue(key, out var value) is not true || value is not JsonElement json)
            return null;

        settings.ExtensionData.Remove(key);
        return json;
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { Converters = { new TypeConverter() } };
        options.MakeReadOnly();
        return options;
    }
}
