using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts FIM requests to chat requests, because chat clients have no FIM.</summary>
internal static class FimPrompt
{
    private const string Instructions =
        "Complete the text of a file. Respond only with the text between <prefix> and <suffix>, exactly as it must be inserted: "
        + "without the prefix, without the suffix, without explanations and without Markdown.";

    /// <summary>The fields of FIM requests that chat requests have, too.</summary>
    private static readonly string[] SharedFields =
        ["model", "temperature", "top_p", "max_tokens", "stop", "random_seed", "metadata", "prompt_cache_key"];

    /// <summary>Returns the chat request for a FIM request, and any other request unchanged.</summary>
    public static JsonElement ToChatRequest(JsonElement request)
    {
        if (request.FindString("prompt") is not { } prompt)
            return request;
        var text = $"<prefix>{prompt}</prefix>\n<suffix>{request.FindString("suffix")}</suffix>";
        var chatRequest = new JsonObject
        {
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = Instructions },
                new JsonObject { ["role"] = "user", ["content"] = text }),
        };
        foreach (var name in SharedFields)
        {
            if (request.Find(name) is { } value)
                chatRequest[name] = value.ToNode();
        }
        return chatRequest.ToElement();
    }
}
