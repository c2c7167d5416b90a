using System.Net;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>
/// vLLM with the chat template of the model, as of 2026: <c>vllm/entrypoints/openai/chat_completion/protocol.py</c>,
/// <c>vllm/entrypoints/chat_utils.py</c>. Unknown fields are ignored.
/// </summary>
internal sealed class VllmServer : SelfHostedServer
{
    protected override string ToolCallId => "chatcmpl-tool-6b1f6a5c9d5e4b0f8f4f1f0e2c3a9d77";

    protected override string ReasoningField => "reasoning";

    protected override string? FindError(JsonObject request)
    {
        if (request["stream_options"] is not null && (bool?)request["stream"] is not true)
            return "Stream options can only be defined when `stream=True`.";
        if (request["tool_choice"] is JsonValue choice && (string?)choice is not ("auto" or "none" or "required"))
            return $"Invalid value for `tool_choice`: {choice}! Only named tools, \"none\", \"auto\" or \"required\" are supported.";
        foreach (var (type, part) in ContentParts.Find(request))
        {
            // A thinking part has a string.
            if (type is "document_url" or "file" || (type is "thinking" && part["thinking"] is not JsonValue)
                || (type is "input_audio" && part["input_audio"] is not JsonObject))
                return $"Unknown part type: {type}";
        }

        var lastRole = (string?)request["messages"]!.AsArray()[^1]!["role"];
        if ((bool?)request["continue_final_message"] is true)
            return (bool?)request["add_generation_prompt"] is false ? null : "Cannot set both to True.";
        return lastRole == "assistant"
            ? "Cannot set `add_generation_prompt` to True when the last message is from the assistant. "
                + "Consider using `continue_final_message` instead."
            : MistralTemplate.FindError(request);
    }

    protected override string CreateModelNotFoundMessage(string model) => $"The model `{model}` does not exist.";

    protected override string CreateError(HttpStatusCode status, string message) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status is HttpStatusCode.NotFound ? "NotFoundError" : "BadRequestError",
            ["param"] = null,
            ["code"] = (int)status,
        },
    }.ToJsonString();

    protected override string CreateCompletion(string message, string finishReason) => $$"""
        {"id":"chatcmpl-8f1b2c3d4e5f","object":"chat.completion","created":1769088720,"model":"{{Model}}",
         "choices":[{"index":0,"message":{"refusal":null,"annotations":null,"audio":null,"function_call":null,{{message[1..]}},
           "logprobs":null,"finish_reason":"{{finishReason}}","stop_reason":null,"token_ids":null}],
         "service_tier":null,"system_fingerprint":null,
         "usage":{"prompt_tokens":9,"total_tokens":15,"completion_tokens":6,"prompt_tokens_details":null},
         "prompt_logprobs":null,"prompt_token_ids":null,"kv_transfer_params":null}
        """;

    protected override string CreateChunk(string choices, string? usage) => $$"""
        {"id":"chatcmpl-8f1b2c3d4e5f","object":"chat.completion.chunk","created":1769088720,"model":"{{Model}}","choices":{{choices}}
         {{(usage is null ? "" : $",\"usage\":{usage}")}} }
        """;
}
