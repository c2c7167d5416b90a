using System.Net;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>
/// llama-server of llama.cpp with <c>--jinja</c>, as of 2026: <c>tools/server/server-common.cpp</c> and <c>server-task.cpp</c>. Unknown
/// fields are ignored. An assistant message at the end is continued.
/// </summary>
internal sealed class LlamaCppServer : SelfHostedServer
{
    public override bool SupportsDimensions => false;

    protected override string ToolCallId => "qC6laQHbZ2CmxNvJ4NoB1L93LcVF7nfe";

    protected override string ReasoningField => "reasoning_content";

    protected override string? FindError(JsonObject request)
    {
        foreach (var (type, part) in ContentParts.Find(request))
        {
            if (type is not ("text" or "image_url" or "input_audio"))
                return "unsupported content[].type";
            if (type is "image_url" && part["image_url"] is not JsonObject)
                return "Invalid url value";
            if (type is "input_audio" && (string?)(part["input_audio"] as JsonObject)?["format"] is not ("wav" or "mp3"))
                return "input_audio.format must be either 'wav' or 'mp3'";
        }

        return MistralTemplate.FindError(request);
    }

    // The server ignores the name of the model. A router for several models does not.
    protected override string CreateModelNotFoundMessage(string model) => $"model '{model}' not found";

    protected override string CreateError(HttpStatusCode status, string message) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = (int)status,
            ["message"] = message,
            ["type"] = status is HttpStatusCode.NotFound ? "not_found_error" : "invalid_request_error",
        },
    }.ToJsonString();

    protected override string CreateCompletion(string message, string finishReason) => $$"""
        {"choices":[{"finish_reason":"{{finishReason}}","index":0,"message":{{message}} }],"created":1769088720,"model":"{{Model}}",
         "system_fingerprint":"b9554-d403f00ec","object":"chat.completion",
         "usage":{"completion_tokens":6,"prompt_tokens":9,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4} },
         "id":"chatcmpl-xXtdVUFxTuV9WAYJ1s0Wjv0PRtXGxNJT","timings":{"cache_n":4,"prompt_n":5,"predicted_n":6} }
        """;

    protected override string CreateChunk(string choices, string? usage) => $$"""
        {"choices":{{choices}},"created":1769088720,"id":"chatcmpl-xXtdVUFxTuV9WAYJ1s0Wjv0PRtXGxNJT","model":"{{Model}}",
         "system_fingerprint":"b9554-d403f00ec","object":"chat.completion.chunk"
         {{(usage is null ? "" : $",\"usage\":{usage},\"timings\":{{\"prompt_n\":9}}")}} }
        """;
}
