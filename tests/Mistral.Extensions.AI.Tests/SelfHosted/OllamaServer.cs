using System.Net;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>
/// Ollama, as of August 2026: <c>openai/openai.go</c> and <c>middleware/openai.go</c>. Unknown fields and <c>tool_choice</c> are ignored.
/// </summary>
internal sealed class OllamaServer : SelfHostedServer
{
    protected override string ToolCallId => "call_4kyb3tzu";

    protected override string ReasoningField => "reasoning";

    protected override string? FindError(JsonObject request)
    {
        foreach (var (type, part) in ContentParts.Find(request))
        {
            if (type is not ("text" or "image_url" or "input_audio"))
                return "invalid message format";
            if (type is "input_audio" && part["input_audio"] is not JsonObject)
                return "invalid input_audio format";
            var image = part["image_url"] is JsonObject url ? (string?)url["url"] : (string?)part["image_url"];
            if (image?.StartsWith("https://", StringComparison.Ordinal) is true)
                return "image URLs are not currently supported, please use base64 encoded data instead";
        }

        return null;
    }

    protected override string CreateModelNotFoundMessage(string model) => $"model \"{model}\" not found, try pulling it first";

    protected override string CreateError(HttpStatusCode status, string message) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status is HttpStatusCode.NotFound ? "not_found_error" : "invalid_request_error",
            ["param"] = null,
            ["code"] = null,
        },
    }.ToJsonString();

    protected override string CreateCompletion(string message, string finishReason) => $$"""
        {"id":"chatcmpl-362","object":"chat.completion","created":1769088720,"model":"{{Model}}","system_fingerprint":"fp_ollama",
         "choices":[{"index":0,"message":{{message}},"finish_reason":"{{finishReason}}"}],
         "usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15} }
        """;

    protected override string CreateChunk(string choices, string? usage) => $$"""
        {"id":"chatcmpl-362","object":"chat.completion.chunk","created":1769088720,"model":"{{Model}}","system_fingerprint":"fp_ollama",
         "choices":{{choices}}{{(usage is null ? "" : $",\"usage\":{usage}")}} }
        """;
}
