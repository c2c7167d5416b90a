using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>
/// The rules for tool calls and their results: matching IDs, and valid IDs and names. The error messages are those of mistral-common.
/// </summary>
internal static partial class ToolCallRules
{
    /// <summary>Rejects messages whose tool calls and tool results do not match or have invalid IDs or names.</summary>
    public static void Check(IReadOnlyList<JsonElement> messages)
    {
        var callIds = new HashSet<string>();
        var resultIds = new HashSet<string>();
        foreach (var message in messages)
        {
            if (GetRole(message) == "tool")
                CheckResult(message, callIds, resultIds);
            else if (GetRole(message) == "assistant")
                StartTurn(message, callIds, resultIds);
        }
        CheckCount(callIds, resultIds);
        foreach (var message in messages)
            CheckFormats(message);
    }

    /// <summary>Rejects an invalid function name.</summary>
    public static void CheckName(string name)
    {
        if (!NameRegex().IsMatch(name))
            throw CreateInvalidCallError($"Function name was {name} but must be a-z, A-Z, 0-9, or contain underscores and dashes, "
                + "with a maximum length of 64.");
    }

    private static void CheckResult(JsonElement message, HashSet<string> callIds, HashSet<string> resultIds)
    {
        var id = message.FindString("tool_call_id") ?? throw CreateInvalidCallError("Tool call id has to be defined.");
        if (resultIds.Contains(id))
            throw MessageRules.CreateOrderError($"Duplicate tool call id {id} in tool results");
        if (!callIds.Contains(id))
            throw MessageRules.CreateOrderError($"Unexpected tool call id {id} in tool results");
        resultIds.Add(id);
    }

    private static void StartTurn(JsonElement message, HashSet<string> callIds, HashSet<string> resultIds)
    {
        CheckCount(callIds, resultIds);
        callIds.Clear();
        resultIds.Clear();
        foreach (var toolCall in message.FindItems("tool_calls"))
        {
            if (!callIds.Add(GetId(toolCall)))
                throw MessageRules.CreateOrderError($"Duplicate tool call id {GetId(toolCall)} in assistant message");
        }
    }

    private static void CheckCount(HashSet<string> callIds, HashSet<string> resultIds)
    {
        if (callIds.Count != resultIds.Count)
            throw MessageRules.CreateOrderError("Not the same number of function calls and responses");
    }

    private static void CheckFormats(JsonElement message)
    {
        foreach (var toolCall in message.FindItems("tool_calls"))
        {
            CheckName(toolCall.GetProperty("function").FindString("name")!);
            CheckId(GetId(toolCall));
        }
        if (message.FindString("name") is { } name)
            CheckName(name);
        if (message.FindString("tool_call_id") is { } id)
            CheckId(id);
    }

    /// <summary>Returns the ID of a tool call. The default in the OpenAPI description is the string "null".</summary>
    private static string GetId(JsonElement toolCall) => toolCall.FindString("id") ?? "null";

    private static void CheckId(string id)
    {
        if (id == "null")
            throw CreateInvalidCallError("Tool call id has to be defined in serving mode.");
        if (!IdRegex().IsMatch(id))
            throw CreateInvalidCallError($"Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.");
    }

    private static ApiError CreateInvalidCallError(string message) => ApiError.BadRequest(message, "invalid_function_call", "3280");

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex NameRegex();

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex IdRegex();
}
