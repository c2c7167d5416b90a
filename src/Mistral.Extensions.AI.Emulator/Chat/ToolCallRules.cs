using System.Text.Json;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Server;
using static Mistral.Extensions.AI.Emulator.Chat.Conversation;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>Calls and their results: as many, the same ids, ids and names of the right shape. The words are mistral-common's.</summary>
internal static partial class ToolCallRules
{
    public static void Check(IReadOnlyList<JsonElement> messages)
    {
        var called = new HashSet<string>();
        var answered = new HashSet<string>();
        foreach (var message in messages)
        {
            if (RoleOf(message) == "tool")
                CheckResult(message, called, answered);
            else if (RoleOf(message) == "assistant")
                Begin(message, called, answered);
        }
        CheckCount(called, answered);
        foreach (var message in messages)
            CheckForms(message);
    }

    public static void CheckName(string name)
    {
        if (!NameForm.IsMatch(name))
            throw Invalid($"Function name was {name} but must be a-z, A-Z, 0-9, or contain underscores and dashes, "
                + "with a maximum length of 64.");
    }

    private static void CheckResult(JsonElement message, HashSet<string> called, HashSet<string> answered)
    {
        var id = message.FindText("tool_call_id") ?? throw Invalid("Tool call id has to be defined.");
        if (answered.Contains(id))
            throw MessageRules.Order($"Duplicate tool call id {id} in tool results");
        if (!called.Contains(id))
            throw MessageRules.Order($"Unexpected tool call id {id} in tool results");
        answered.Add(id);
    }

    private static void Begin(JsonElement message, HashSet<string> called, HashSet<string> answered)
    {
        CheckCount(called, answered);
        called.Clear();
        answered.Clear();
        foreach (var call in message.FindItems("tool_calls"))
        {
            if (!called.Add(IdOf(call)))
                throw MessageRules.Order($"Duplicate tool call id {IdOf(call)} in assistant message");
        }
    }

    private static void CheckCount(HashSet<string> called, HashSet<string> answered)
    {
        if (called.Count != answered.Count)
            throw MessageRules.Order("Not the same number of function calls and responses");
    }

    private static void CheckForms(JsonElement message)
    {
        foreach (var call in message.FindItems("tool_calls"))
        {
            CheckName(call.GetProperty("function").FindText("name")!);
            CheckId(IdOf(call));
        }
        if (message.FindText("name") is { } name)
            CheckName(name);
        if (message.FindText("tool_call_id") is { } id)
            CheckId(id);
    }

    /// <summary>The schema's default for an id that is not sent is the word "null".</summary>
    private static string IdOf(JsonElement call) => call.FindText("id") ?? "null";

    private static void CheckId(string id)
    {
        if (id == "null")
            throw Invalid("Tool call id has to be defined in serving mode.");
        if (!IdForm.IsMatch(id))
            throw Invalid($"Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.");
    }

    private static Refusal Invalid(string message) => Refusal.BadRequest(message, "invalid_function_call", "3280");

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,64}\z")]
    private static partial Regex NameForm { get; }

    [GeneratedRegex(@"^[a-zA-Z0-9]{9}\z")]
    private static partial Regex IdForm { get; }
}
