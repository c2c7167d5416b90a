using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters;

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
        var extra = AdditionalOptions.Of(options?.AdditionalProperties);
        List<Tool> tools = [.. raw.Tools ?? [], .. (options?.Tools ?? []).Select(tool => tool.ToTool(extra.Bool("strict")))];
        List<string> stop = [.. raw.Stop ?? [], .. options?.StopSequences ?? [], .. extra.Texts("stop") ?? []];

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
            RandomSeed = raw.RandomSeed ?? options?.Seed ?? extra.Integer("random_seed"),
            Stop = stop.Count > 0 ? stop : null,
            ResponseFormat = Merge(raw.ResponseFormat, options?.ResponseFormat.ToResponseFormat(extra.Bool("strict"))),
            ReasoningEffort = raw.ReasoningEffort ?? extra.Text("reasoning_effort") ?? ToReasoningEffort(options?.Reasoning?.Effort),

            // Without tools, the server refuses what speaks of them.
            Tools = tools.Count > 0 ? tools : null,
            ToolChoice = raw.ToolChoice ?? (tools.Count > 0 ? ToToolChoice(options?.ToolMode, rules) : null),
            ParallelToolCalls = raw.ParallelToolCalls ?? (tools.Count > 0 ? options?.AllowMultipleToolCalls ?? extra.Bool("parallel_tool_calls") : null),
        };
    }

    private static SystemMessage[] Instructions(ChatOptions? options) =>
        string.IsNullOrWhiteSpace(options?.Instructions) ? [] : [new SystemMessage(options!.Instructions!)];

    /// <summary>What only Mistral has. Keys that are not among these are ignored: on the wire, an unknown field is an error.</summary>
    private static ChatCompletionRequest WithMistralOptions(ChatCompletionRequest raw, AdditionalOptions extra) => raw with
    {
        SafePrompt = raw.SafePrompt ?? extra.Bool("safe_prompt"),
        PromptMode = raw.PromptMode ?? (extra.Has("prompt_mode") ? new PromptMode(extra.Text("prompt_mode")) : null),
        Prediction = raw.Prediction ?? ToPrediction(extra),
        Metadata = raw.Metadata ?? extra.Metadata(),
        N = raw.N ?? (int?)extra.Integer("n"),
        Guardrails = raw.Guardrails ?? ToGuardrails(extra),
        PromptCacheKey = raw.PromptCacheKey ?? extra.Text("prompt_cache_key"),
        ServiceTier = raw.ServiceTier ?? extra.Text("service_tier"),
    };

    private static Prediction? ToPrediction(AdditionalOptions extra) => extra.Value("prediction") switch
    {
        null => null,
        Prediction prediction => prediction,
        string content => new(content),
        JsonElement { ValueKind: JsonValueKind.String } content => new(content.GetString()!),
        var value => UserJson.ToElement(value) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("content", out var content)
            && content.ValueKind is JsonValueKind.String
                ? new(content.GetString()!)
                : throw AdditionalOptions.Wrong("prediction", value, "a string or an object with content"),
    };

    private static IReadOnlyList<GuardrailConfig>? ToGuardrails(AdditionalOptions extra)
    {
        if (extra.Value("guardrails") is IEnumerable<GuardrailConfig> typed)
            return [.. typed];

        return extra.Json("guardrails") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } list => list.Deserialize(ChatJson.Default.ListGuardrailConfig),
            { ValueKind: JsonValueKind.Object } one => [one.Deserialize(ChatJson.Default.GuardrailConfig)!],
            { } json => throw AdditionalOptions.Wrong("guardrails", json, "a guardrail or a list of them"),
        };
    }

    // Per property: a raw format that leaves its schema out gets the portable one.
    private static ResponseFormat? Merge(ResponseFormat? raw, ResponseFormat? portable) => (raw, portable) switch
    {
        (null, _) => portable,
        (_, null) => raw,
        _ => raw with { Type = raw.Type ?? portable.Type, JsonSchema = raw.JsonSchema ?? (raw.Type is null or "json_schema" ? portable.JsonSchema : null) },
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
