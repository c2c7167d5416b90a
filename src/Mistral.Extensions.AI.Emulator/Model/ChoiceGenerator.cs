using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Generates the choices of a chat completion for a valid request. The README of this project documents the rules.</summary>
/// <param name="nextToolCallId">Creates the ID of each generated tool call.</param>
internal sealed class ChoiceGenerator(Func<string> nextToolCallId)
{
    /// <summary>Generates as many choices as the request's <c>n</c> specifies, by default one.</summary>
    public IReadOnlyList<GeneratedChoice> Generate(JsonElement request, Conversation conversation)
    {
        var count = (int)(request.FindNumber("n") ?? 1);
        return [.. Enumerable.Range(1, count).Select(number => Generate(request, conversation, GetChoiceSuffix(number, count)))];
    }

    private static string GetChoiceSuffix(int number, int count) => count == 1 ? "" : $" (choice {number} of {count})";

    private GeneratedChoice Generate(JsonElement request, Conversation conversation, string choiceSuffix)
    {
        var toolCalls = GenerateToolCalls(request, conversation);
        var choice = toolCalls.Count > 0
            ? new GeneratedChoice("") { ToolCalls = toolCalls, FinishReason = "tool_calls" }
            : GeneratedChoice.Truncate(request, GenerateContent(request, conversation, choiceSuffix));
        return choice with { Text = conversation.Prefix + choice.Text, Thinking = GenerateThinking(request, conversation.LastText) };
    }

    private static string? GenerateThinking(JsonElement request, string prompt) =>
        request.FindString("reasoning_effort") == "high" || request.FindString("prompt_mode") == "reasoning"
            ? $"This is an emulator, so there is no reasoning. The prompt is: {Quote(prompt)}."
            : null;

    private IReadOnlyList<ToolCall> GenerateToolCalls(JsonElement request, Conversation conversation)
    {
        var allowsParallelCalls = request.Find("parallel_tool_calls") is not { ValueKind: JsonValueKind.False };
        var prompt = conversation.LastText;
        var toolCalls =
            from function in ToolSelector.Select(request, prompt, conversation.ToolResults.Count > 0)
            from arguments in ToolArgumentsGenerator.Generate(function, prompt, allowsParallelCalls)
            select (Name: ToolSelector.GetName(function), Arguments: arguments);
        return [.. toolCalls.Take(allowsParallelCalls ? int.MaxValue : 1)
            .Select(toolCall => new ToolCall(nextToolCallId(), toolCall.Name, toolCall.Arguments))];
    }

    private static string GenerateContent(JsonElement request, Conversation conversation, string choiceSuffix)
    {
        var format = request.Find("response_format");
        return format?.FindString("type") switch
        {
            "json_schema" => FillSchema(format.Value.GetProperty("json_schema").GetProperty("schema"), conversation),
            "json_object" => CompactJson.Serialize(new JsonObject { ["response"] = GenerateText(conversation) }),
            _ => GenerateText(conversation) + choiceSuffix,
        };
    }

    private static string FillSchema(JsonElement schema, Conversation conversation)
    {
        var texts = conversation.ToolResults.Select(result => result.Text).Append(conversation.LastText);
        return CompactJson.Serialize(new SchemaFiller(schema, new PromptValues(string.Join('\n', texts)), fillOptional: true).Fill());
    }

    private static string GenerateText(Conversation conversation) => conversation.ToolResults is { Count: > 0 } results
        ? string.Join(' ', results.Select(result => $"The tool {result.Name} returned: {result.Text}"))
        : Echo(conversation.LastText, AttachmentDescription.Describe(conversation.Attachments));

    private static string Echo(string text, string? attachments) => (text, attachments) switch
    {
        ("", null) => "You said nothing.",
        ("", _) => $"You sent {attachments} and no text.",
        (_, null) => $"You said: {Quote(text)}.",
        _ => $"You said: {Quote(text)} with {attachments}.",
    };

    private static string Quote(string text) => $"\"{text}\"";
}
