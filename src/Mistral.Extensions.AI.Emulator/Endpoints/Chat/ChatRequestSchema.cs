using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Validation;
using static Mistral.Extensions.AI.Emulator.Validation.Field;
using static Mistral.Extensions.AI.Emulator.Validation.ValueSchema;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The schema of chat requests: <c>ChatCompletionRequest</c> in the OpenAPI description.</summary>
internal static class ChatRequestSchema
{
    /// <summary>The maximum number of tools: https://docs.mistral.ai/resources/known-limitations.</summary>
    public const int MaxTools = 128;

    /// <summary>The maximum number of guardrails. The limit of the server is unknown.</summary>
    private const int MaxGuardrails = 100;

    /// <summary>The schema of the <c>guardrails</c> field.</summary>
    public static readonly ValueSchema Guardrails = ListOf(ObjectSchema.AllowingUnknownFields("GuardrailConfig",
        Optional("block_on_error", BooleanValue),
        Optional("moderation_llm_v1", ModerationConfig("ModerationLLMV1", ModerationCategories.V1).OrNull),
        Optional("moderation_llm_v2", ModerationConfig("ModerationLLMV2", ModerationCategories.V2).OrNull)),
        maxItems: MaxGuardrails);

    /// <summary>The schema of the <c>response_format</c> field.</summary>
    public static readonly ValueSchema ResponseFormat = new ObjectSchema("ResponseFormat",
        Optional("type", EnumOf("text", "json_object", "json_schema")),
        Optional("json_schema", new ObjectSchema("JsonSchema",
            Required("name", StringValue),
            Optional("description", StringValue.OrNull),
            Required("schema", AnyObject),
            Optional("strict", BooleanValue)).OrNull));

    /// <summary>The schema of the <c>prediction</c> field.</summary>
    public static readonly ValueSchema Prediction = new ObjectSchema("Prediction",
        Optional("type", Const("content")),
        Optional("content", StringValue));

    /// <summary>The schema of the <c>reasoning_effort</c> field.</summary>
    public static readonly ValueSchema ReasoningEffort = EnumOf("none", "minimal", "low", "medium", "high", "xhigh");

    /// <summary>The fields that the requests of agents have too.</summary>
    public static readonly Field[] SharedFields =
    [
        Optional("max_tokens", Integer(min: 0).OrNull),
        Optional("stream", BooleanValue),
        Optional("stop", AnyOf(StringValue, ListOf(StringValue)).OrNull),
        Optional("random_seed", Integer(min: 0).OrNull),
        Optional("metadata", AnyObject.OrNull),
        Required("messages", ListOf(MessageSchemas.Message)),
        Optional("response_format", ResponseFormat),
        Optional("tools", ListOf(ToolSchemas.Tool, minItems: 1, MaxTools).OrNull),
        Optional("tool_choice", ToolSchemas.ToolChoice),
        Optional("presence_penalty", Number(min: -2, max: 2).OrNull),
        Optional("frequency_penalty", Number(min: -2, max: 2).OrNull),
        Optional("n", Integer(min: 1).OrNull),
        Optional("prediction", Prediction),
        Optional("parallel_tool_calls", BooleanValue),
        Optional("reasoning_effort", ReasoningEffort.OrNull),
        Optional("prompt_mode", EnumOf("reasoning").OrNull),
        Optional("guardrails", Guardrails.OrNull),
        Optional("prompt_cache_key", StringValue.OrNull),
        Optional("service_tier", EnumOf("auto", "standard_only").OrNull),
    ];

    /// <summary>The schema of the body.</summary>
    public static readonly ValueSchema Request = new ObjectSchema("ChatCompletionRequest",
    [
        Required("model", StringValue),
        Optional("temperature", Number(min: 0, max: 1.5).OrNull),
        Optional("top_p", Number(exclusiveMin: 0, max: 1).OrNull),
        .. SharedFields,
        Optional("logprobs", BooleanValue.OrNull),
        Optional("safe_prompt", BooleanValue),
    ]);

    private static ObjectSchema ModerationConfig(string name, IEnumerable<string> categories) =>
        ObjectSchema.AllowingUnknownFields($"{name}Config",
            Optional("model_name", StringValue),
            Optional("custom_category_thresholds", ObjectSchema.AllowingUnknownFields($"{name}CategoryThresholds",
                [.. categories.Select(category => Optional(category, Number().OrNull))]).OrNull),
            Optional("ignore_other_categories", BooleanValue),
            Optional("action", EnumOf("none", "block")));
}
