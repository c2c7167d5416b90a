using System.Net;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>
/// LM Studio. Its source is not public: the responses are those of its documentation, the errors those of
/// https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/670.
/// </summary>
internal sealed class LMStudioServer : SelfHostedServer
{
    public override bool SupportsDimensions => false;

    protected override string ToolCallId => "365174485";

    protected override string ReasoningField => "reasoning_content";

    protected override string? FindError(JsonObject request)
    {
        if (request["tool_choice"] is JsonObject)
            return "Invalid tool_choice type: 'object'. Supported string values: none, auto, required";
        if (request["tool_choice"] is { } choice && (string?)choice is not ("none" or "auto" or "required"))
            return $"Invalid tool_choice value: '{choice}'. Supported string values: none, auto, required";
        if (ContentParts.Find(request).Any(part => ((string?)part.Part["image_url"]?["url"])?[..4] == "http"))
            return "'url' field must be a base64 encoded image.";
        return ContentParts.Find(request).Any(part => part.Type is not ("text" or "image_url"))
            ? "Invalid 'content': 'content' objects must have a 'type' field that is either 'text' or 'image_url'."
            : null;
    }

    protected override HttpResponseMessage UnknownPath(string path) =>
        Json(CreateError(HttpStatusCode.OK, $"Unexpected endpoint or method. (POST {path})"));

    protected override string CreateModelNotFoundMessage(string model) => $"Model \"{model}\" not found.";

    protected override string CreateError(HttpStatusCode status, string message) => new JsonObject { ["error"] = message }.ToJsonString();

    protected override string CreateCompletion(string message, string finishReason) => $$"""
        {"id":"chatcmpl-gb1t1uqzefudice8ntxd9i","object":"chat.completion","created":1769088720,"model":"{{Model}}",
         "choices":[{"index":0,"logprobs":null,"finish_reason":"{{finishReason}}","message":{{message}} }],
         "usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15},"stats":{},"system_fingerprint":"{{Model}}"}
        """;

    protected override string CreateChunk(string choices, string? usage) => $$"""
        {"id":"chatcmpl-gb1t1uqzefudice8ntxd9i","object":"chat.completion.chunk","created":1769088720,"model":"{{Model}}",
         "system_fingerprint":"{{Model}}","choices":{{choices}}{{(usage is null ? "" : $",\"usage\":{usage}")}} }
        """;
}
