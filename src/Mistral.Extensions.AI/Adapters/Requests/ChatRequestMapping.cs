using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// M.E.AI's options in Mistral's words. The caller's raw request speaks first; each portable option fills what it leaves unsaid, and lists
/// are put behind its lists.
/// </summary>
/// <remarks>Ignored, because the API has no such field: TopK, ConversationId, AllowBackgroundResponses, ContinuationToken.</remarks>
internal static class ChatRequestMapping
{
    internal static ChatCompletionRequest ToChatCompletionRequest(
        IEnumerable<ChatMessage> messages, ChatOptions? options, IChatClient client, string? defaultModelId, ChatRules rules)
    {
        // Options may be meant for several providers: another one's raw request is none of ours.
        var raw = options?.RawRepresentationFactory?.Invoke(client) as ChatCompletionRequest ?? new();
        var extra = AdditionalPropertyReader.From(options?.AdditionalProperties);
        List<Tool> tools = [.. raw.Tools ?? [], .. (options?.Tools ?? []).Select(tool => tool.ToTool(extra.GetBoolean("strict")))];
        List<string> stop = [.. raw.Stop ?? [], .. options?.StopSequences ?? [], .. extra.GetStringList("stop") ?? []];

        return WithMistralOptions(raw, extra) with
        {
            Model = raw.Model ?? options?.ModelId ?? defaultModelId ?? throw new InvalidOperationException(
                "No model is named. Pass one to AsIChatClient, e.g. AsIChatClient(\"mistral-small-latest\"), or set ChatOptions.ModelId."),
            Messages = [.. raw.Messages ?? [], .. Instructions(options), .. MessageMapping.ToMessages(messages, rules)],
            Temperature = raw.Temperature ?? options?.Temperature,
            TopP = raw.TopP ?? options?.TopP,
            MaxTokens = raw.MaxTokens ?? options?.MaxOutputTokens,
            FrequencyPenalty = raw.FrequencyPenalty ?? options?.FrequencyPenalty,
            PresencePenalty = raw.PresencePenalty ?? options?.PresencePenalty,
            RandomSeed = raw.RandomSeed ?? options?.Seed ?? extra.GetInt64("random_seed"),
            Stop = stop.Count > 0 ? stop : null,
            ResponseFormat = Merge(raw.ResponseFormat, options?.ResponseFormat.ToResponseFormat(extra.GetBoolean("strict"))),
            ReasoningEffort = raw.ReasoningEffort ?? extra.GetString("reasoning_effort") ?? ToReasoningEffort(options?.Reasoning?.Effort),

            // Without tools, the server refuses what speaks of them.
            Tools = tools.Count > 0 ? tools : null,
            ToolChoice = raw.ToolChoice ?? (tools.Count > 0 ? ToToolChoice(options?.ToolMode, rules) : null),
            ParallelToolCalls = raw.ParallelToolCalls ?? (tools.Count > 0 ? options?.AllowMultipleToolCalls ?? extra.GetBoolean("parallel_tool_calls") : null),
        };
    }

    private static SystemMessage[] Instructions(ChatOptions? options) =>
        string.IsNullOrWhiteSpace(options?.Instructions) ? [] : [new SystemMessage(options!.Instructions!)];

    /// <summary>What only Mistral has. Keys that are not among these are ignored: on the wire, an unknown field is an error.</summary>
    private static ChatCompletionRequest WithMistralOptions(ChatCompletionRequest raw, AdditionalPropertyReader extra) => raw with
    {
        SafePrompt = raw.SafePrompt ?? extra.GetBoolean("safe_prompt"),
        PromptMode = raw.PromptMode ?? (extra.Contains("prompt_mode") ? new PromptMode(extra.GetString("prompt_mode")) : null),
        Prediction = raw.Prediction ?? ToPrediction(extra),
        Metadata = raw.Metadata ?? extra.GetMetadata(),
        N = raw.N ?? extra.GetInt32("n"),
        Guardrails = raw.Guardrails ?? ToGuardrails(extra),
        PromptCacheKey = raw.PromptCacheKey ?? extra.GetString("prompt_cache_key"),
        ServiceTier = raw.ServiceTier ?? extra.GetString("service_tier"),
    };

    private static Prediction? ToPrediction(AdditionalPropertyReader extra) => extra.GetValue("prediction") switch
    {
        null => null,
        Prediction prediction => prediction,
        string content => new(content),
        JsonElement { ValueKind: JsonValueKind.String } content => new(content.GetString()!),
        var value => UserJson.ToElement(value) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("content", out var content)
            && content.ValueKind is JsonValueKind.String
                ? new(content.GetString()!)
                : throw AdditionalPropertyReader.InvalidValue("prediction", value, "a string or an object with content"),
    };

    private static IReadOnlyList<GuardrailConfig>? ToGuardrails(AdditionalPropertyReader extra)
    {
        switch (extra.GetValue("guardrails"))
        {
            case null:
                return null;
            case GuardrailConfig one:
                return [one];
            case IEnumerable<GuardrailConfig> several:
                return [.. several];
            case var value:
                var json = UserJson.ToElement(value);
                var list = json.ValueKind is JsonValueKind.Array ? json.EnumerateArray().ToList() : [json];
                return [.. list.Select(item => item.ValueKind is JsonValueKind.Object
                    ? ToGuardrail(item)
                    : throw AdditionalPropertyReader.InvalidValue("guardrails", item, "a guardrail or a list of them"))];
        }
    }

    private static GuardrailConfig ToGuardrail(JsonElement json)
    {
        try
        {
            return json.Deserialize(ChatJson.Default.GuardrailConfig)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"AdditionalProperties[\"guardrails\"] is not what the API describes: {exception.Message}", exception);
        }
    }

    // Per property: a raw format that leaves its schema out gets the portable one.
    private static ResponseFormat? Merge(ResponseFormat? raw, ResponseFormat? portable) => (raw, portable) switch
    {
        (null, _) => portable,
        (_, null) => raw,
        _ => raw with { Type = raw.Type ?? portable.Type, JsonSchema = Merge(raw.JsonSchema, raw.Type is null or "json_schema" ? portable.JsonSchema : null) },
    };

    private static JsonSchema? Merge(JsonSchema? raw, JsonSchema? portable) => (raw, portable) switch
    {
        (null, _) => portable,
        (_, null) => raw,
        _ => raw with
        {
            Name = raw.Name ?? portable.Name,
            Description = raw.Description ?? portable.Description,
            Schema = raw.Schema.ValueKind is JsonValueKind.Undefined ? portable.Schema : raw.Schema,

            // A schema that was written by hand may be open, and then cannot be strict.
            Strict = raw.Strict ?? (raw.Schema.ValueKind is JsonValueKind.Undefined ? portable.Strict : null),
        },
    };

    private static ToolChoice? ToToolChoice(ChatToolMode? mode, ChatRules rules) => mode switch
    {
        AutoChatToolMode => ToolChoice.Auto,
        NoneChatToolMode => ToolChoice.None,
        RequiredChatToolMode { RequiredFunctionName: { } name } => ToolChoice.Function(name),
        RequiredChatToolMode => ToolChoice.Other(rules.RequiredToolChoice),
        _ => null,
    };

    // The API has six words; its models take two of them, and refuse the others (code 3051).
    private static string? ToReasoningEffort(ReasoningEffort? effort) => effort switch
    {
        null => null,
        ReasoningEffort.None => "none",
        _ => "high",
    };
}
