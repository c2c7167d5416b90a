using Mistral.Extensions.AI.Emulator.Fields;
using static Mistral.Extensions.AI.Emulator.Fields.Field;
using static Mistral.Extensions.AI.Emulator.Fields.Shape;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>The fields of a chat request, line by line as in the OpenAPI schema <c>ChatCompletionRequest</c>.</summary>
internal static class ChatShapes
{
    public static readonly Shape Guardrails = ListOf(RecordShape.Open("GuardrailConfig",
        Optional("block_on_error", Flag),
        Optional("moderation_llm_v1", Moderation("ModerationLLMV1", Moderations.CategoriesOfV1).OrNull),
        Optional("moderation_llm_v2", Moderation("ModerationLLMV2", Moderations.CategoriesOfV2).OrNull)));

    public static readonly Shape ResponseFormat = new RecordShape("ResponseFormat",
        Optional("type", OneOf("text", "json_object", "json_schema")),
        Optional("json_schema", new RecordShape("JsonSchema",
            Required("name", Text),
            Optional("description", Text.OrNull),
            Required("schema", OpenObject),
            Optional("strict", Flag)).OrNull));

    public static readonly Shape Request = new RecordShape("ChatCompletionRequest",
        Required("model", Text),
        Optional("temperature", Number(min: 0, max: 1.5).OrNull),
        Optional("top_p", Number(above: 0, max: 1).OrNull),
        Optional("max_tokens", Whole(min: 0).OrNull),
        Optional("stream", Flag),
        Optional("stop", Any(Text, ListOf(Text)).OrNull),
        Optional("random_seed", Whole(min: 0).OrNull),
        Optional("metadata", OpenObject.OrNull),
        Required("messages", ListOf(MessageShapes.Message)),
        Optional("response_format", ResponseFormat),
        Optional("tools", ListOf(ToolShapes.Tool, minItems: 1).OrNull),
        Optional("tool_choice", ToolShapes.Choice),
        Optional("presence_penalty", Number(min: -2, max: 2).OrNull),
        Optional("frequency_penalty", Number(min: -2, max: 2).OrNull),
        Optional("n", Whole(min: 1).OrNull),
        Optional("prediction", new RecordShape("Prediction",
            Optional("type", Const("content")),
            Optional("content", Text))),
        Optional("parallel_tool_calls", Flag),
        Optional("reasoning_effort", OneOf("none", "minimal", "low", "medium", "high", "xhigh").OrNull),
        Optional("prompt_mode", OneOf("reasoning").OrNull),
        Optional("guardrails", Guardrails.OrNull),
        Optional("prompt_cache_key", Text.OrNull),
        Optional("service_tier", OneOf("auto", "standard_only").OrNull),
        Optional("safe_prompt", Flag));

    private static RecordShape Moderation(string name, IEnumerable<string> categories) => RecordShape.Open($"{name}Config",
        Optional("model_name", Text),
        Optional("custom_category_thresholds", RecordShape.Open($"{name}CategoryThresholds",
            [.. categories.Select(category => Optional(category, Number().OrNull))]).OrNull),
        Optional("ignore_other_categories", Flag),
        Optional("action", OneOf("none", "block")));
}
