using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.SelfHosted;

/// <summary>The rules of the chat templates in Mistral's model repositories, which vLLM and llama.cpp apply.</summary>
internal static partial class MistralTemplate
{
    public static string? FindError(JsonObject request)
    {
        var expected = "user";
        foreach (var message in request["messages"]!.AsArray())
        {
            if (GetCallIds(message!).Any(id => !ToolCallId().IsMatch(id)))
                return "Tool call IDs should be alphanumeric strings with length 9!";
            var role = (string)message!["role"]!;
            if (role is "system" or "tool" || message["tool_calls"] is not null)
                continue;
            if (role != expected)
                return "After the optional system message, conversation roles must alternate user/assistant/user/assistant/...";
            expected = role == "user" ? "assistant" : "user";
        }

        return null;
    }

    private static IEnumerable<string> GetCallIds(JsonNode message) =>
        (message["tool_calls"]?.AsArray() ?? []).Select(call => (string)call!["id"]!)
            .Concat(message["tool_call_id"] is { } id ? [(string)id!] : []);

    [GeneratedRegex("^[a-zA-Z0-9]{9}$")]
    private static partial Regex ToolCallId();
}
