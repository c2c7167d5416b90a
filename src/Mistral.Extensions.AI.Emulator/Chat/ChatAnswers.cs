using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>What the emulator says to a request that it found good. The rules stand in the README.</summary>
internal sealed class ChatAnswers(Sequence sequence)
{
    public IReadOnlyList<Said> Say(JsonElement request)
    {
        var conversation = new Conversation(request);
        var count = (int)(request.FindNumber("n") ?? 1);
        return [.. Enumerable.Range(1, count).Select(number => Say(request, conversation, Mark(number, count)))];
    }

    private static string Mark(int number, int count) => count == 1 ? "" : $" (choice {number} of {count})";

    private Said Say(JsonElement request, Conversation conversation, string mark)
    {
        var calls = Call(request, conversation);
        var said = calls.Count > 0
            ? new Said("") { Calls = calls, FinishReason = "tool_calls" }
            : Said.Cut(request, Compose(request, conversation, mark));
        return said with { Text = conversation.Prefix + said.Text, Thinking = Think(request, conversation.LastText) };
    }

    private static string? Think(JsonElement request, string text) =>
        request.FindText("reasoning_effort") == "high" || request.FindText("prompt_mode") == "reasoning"
            ? $"I am an emulator, so I do not think. I read: {Quote(text)}."
            : null;

    private IReadOnlyList<ToolCall> Call(JsonElement request, Conversation conversation)
    {
        var inParallel = request.Find("parallel_tool_calls") is not { ValueKind: JsonValueKind.False };
        var text = conversation.LastText;
        var calls =
            from function in ToolPicker.Pick(request, text, conversation.ToolResults.Count > 0)
            from arguments in ToolArguments.Fill(function, text, inParallel)
            select (Name: ToolPicker.NameOf(function), Arguments: arguments);
        return [.. calls.Take(inParallel ? int.MaxValue : 1)
            .Select(call => new ToolCall(sequence.NextToolCallId(), call.Name, call.Arguments))];
    }

    private static string Compose(JsonElement request, Conversation conversation, string mark)
    {
        var format = request.Find("response_format");
        return format?.FindText("type") switch
        {
            "json_schema" => Instance(format.Value.GetProperty("json_schema").GetProperty("schema"), conversation),
            "json_object" => JsonText.ToText(new JsonObject { ["answer"] = Tell(conversation) }),
            _ => Tell(conversation) + mark,
        };
    }

    private static string Instance(JsonElement schema, Conversation conversation)
    {
        var texts = conversation.ToolResults.Select(result => result.Text).Append(conversation.LastText);
        return JsonText.ToText(new SchemaInstance(schema, new Material(string.Join('\n', texts)), everything: true).Create());
    }

    private static string Tell(Conversation conversation) => conversation.ToolResults is { Count: > 0 } results
        ? string.Join(' ', results.Select(result => $"The tool {result.Name} answered: {result.Text}"))
        : Echo(conversation.LastText, Attachment.Describe(conversation.Attachments));

    private static string Echo(string text, string? attachments) => (text, attachments) switch
    {
        ("", null) => "You said nothing.",
        ("", _) => $"You sent {attachments} and no text.",
        (_, null) => $"You said: {Quote(text)}.",
        _ => $"You said: {Quote(text)} with {attachments}.",
    };

    private static string Quote(string text) => $"\"{text}\"";
}
