using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Creates random options, with every property that the chat client reads.</summary>
internal static class RandomChatOptions
{
    private static readonly AIFunction Function = AIFunctionFactory.Create((string city, int days = 3) => $"{city} {days}", "weather");

    internal static ChatOptions Create(Random random)
    {
        var options = new ChatOptions
        {
            ModelId = random.Choose("m", null),
            Instructions = random.Choose("Be brief.", null, " "),
            Temperature = random.Choose(0.5f, (float?)null),
            TopP = random.Choose(1f, (float?)null),
            TopK = random.Choose(1, (int?)null),
            MaxOutputTokens = random.Choose(9, (int?)null),
            FrequencyPenalty = random.Choose(1f, (float?)null),
            PresencePenalty = random.Choose(-1f, (float?)null),
            Seed = random.Choose(1L, (long?)null),
            StopSequences = random.Choose<IList<string>?>(["a"], null, []),
            AllowMultipleToolCalls = random.Choose(true, false, (bool?)null),
            ToolMode = random.Choose<ChatToolMode?>(
                null, ChatToolMode.Auto, ChatToolMode.None, ChatToolMode.RequireAny, ChatToolMode.RequireSpecific("weather")),
            Reasoning = random.Choose(null, new ReasoningOptions { Effort = (ReasoningEffort)random.Next(5) }),
            ResponseFormat = random.Choose<ChatResponseFormat?>(
                null, ChatResponseFormat.Text, ChatResponseFormat.Json, ChatResponseFormat.ForJsonSchema(Function.JsonSchema, "a b")),
            Tools = random.Choose<IList<AITool>?>(null, [], [Function, new HostedImageGenerationTool()], [new WebSearchTool().AsAITool()]),
        };
        AddAdditionalProperties(options, random);
        if (random.Next(3) == 0)
            options.RawRepresentationFactory = _ => new ChatCompletionRequest { Stop = ["raw"], Messages = [new SystemMessage("Raw")] };
        return options;
    }

    private static void AddAdditionalProperties(ChatOptions options, Random random)
    {
        (string Key, object? Value)[] properties =
        [
            ("guardrails", new GuardrailConfig { BlockOnError = true }),
            ("metadata", JsonElement.Parse("""{"a":"b"}""")),
            ("n", 2),
            ("parallel_tool_calls", true),
            ("prediction", "x"),
            ("prefix", true),
            ("prompt_cache_key", "key"),
            ("prompt_mode", null),
            ("random_seed", 3d),
            ("reasoning_effort", "low"),
            ("safe_prompt", true),
            ("service_tier", "auto"),
            ("stop", "."),
            ("strict", random.Next(2) == 0),
            ("tool_choice", "required"),
            ("unknown", 1),
        ];
        options.AdditionalProperties = random.Choose(null, new AdditionalPropertiesDictionary());
        foreach (var (key, value) in properties.Where(_ => random.Next(4) == 0))
            (options.AdditionalProperties ??= [])[key] = value;
    }
}
