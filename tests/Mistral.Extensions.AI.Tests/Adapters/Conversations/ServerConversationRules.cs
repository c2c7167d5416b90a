using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>
/// The message rules of the server, as in the validator of Mistral's open-source library mistral-common. They are written independently
/// of the normalization that they test.
/// </summary>
internal static partial class ServerConversationRules
{
    private static readonly Dictionary<string, string[]> AllowedNextRoles = new()
    {
        ["system"] = ["system", "user", "assistant"],
        ["user"] = ["system", "user", "assistant"],
        ["assistant"] = ["user", "assistant", "tool"],
        ["tool"] = ["user", "assistant", "tool"],
    };

    /// <param name="messages">The messages of the request.</param>
    /// <param name="allowUserAfterTool">False for the rule of older and self-hosted servers.</param>
    internal static string? FindViolation(JsonArray messages, bool allowUserAfterTool = true)
    {
        var roles = messages.Select(message => (string)message!["role"]!).ToArray();
        if (roles.Length == 0)
            return "no message";
        if (roles is [not ("user" or "system")])
            return $"single message with the role {roles[0]}";
        var isPrefix = roles[^1] is "assistant" && messages[^1]!["prefix"] is { } prefix && (bool)prefix;
        if (roles.Length > 1 && roles[^1] is not ("user" or "tool") && !isPrefix)
            return $"last message with the role {roles[^1]}";

        return roles.Zip(roles.Skip(1))
                .Where(pair => !AllowedNextRoles[pair.First].Contains(pair.Second) || (pair is ("tool", "user") && !allowUserAfterTool))
                .Select(pair => $"{pair.Second} after {pair.First}").FirstOrDefault()
            ?? messages.Select((message, index) => FindMessageViolation(message!, isLast: index == roles.Length - 1))
                .FirstOrDefault(violation => violation is not null)
            ?? FindToolCallViolation(messages);
    }

    private static string? FindMessageViolation(JsonNode message, bool isLast)
    {
        var chunks = (message["content"] as JsonArray)?.Select(chunk => (string)chunk!["type"]!).ToArray() ?? [];
        var isEmpty = message["content"] is not { } content
            || (content is JsonArray list ? list.Count == 0 : ((string)content!).Length == 0);
        return (string)message["role"]! switch
        {
            "system" when isEmpty => "a system message without content",
            "assistant" when isEmpty && message["tool_calls"] is not JsonArray { Count: > 0 } =>
                "an assistant message without content and tool calls",
            "assistant" when message["tool_calls"] is JsonArray { Count: 0 } => "an empty list of tool calls",
            "assistant" when message["prefix"] is not null && !isLast => "a prefix before the last message",
            "assistant" when chunks.Skip(1).Contains("thinking") => "a thinking chunk that is not the first chunk",
            "user" or "system" when chunks.Contains("thinking") => "a thinking chunk in a user or system message",
            "tool" when message["content"] is null => "a tool result without content",
            _ => null,
        };
    }

    private static string? FindToolCallViolation(JsonArray messages)
    {
        List<string> calls = [], results = [];
        foreach (var message in messages.Append(null))
        {
            if ((string?)message?["role"] is "tool")
            {
                results.Add((string?)message["tool_call_id"] ?? "none");
                continue;
            }

            // A message that is not a result ends the results of a turn. They must match the calls in number and order.
            if (!calls.SequenceEqual(results))
                return $"calls [{string.Join(' ', calls)}], results [{string.Join(' ', results)}]";

            results.Clear();
            calls = [.. (message?["tool_calls"] as JsonArray ?? []).Select(call => (string?)call!["id"] ?? "none")];
            if (calls.Distinct().Count() < calls.Count)
                return "two calls with the same id";
            if (calls.Find(id => !ToolCallIdPattern.IsMatch(id)) is { } invalid)
                return $"invalid tool call id \"{invalid}\"";
        }

        return null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex ToolCallIdPattern { get; }
}
