using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Generates the choices of a chat completion for a valid request. The README of this project documents the rules.</summary>
/// <param name="nextToolCallId">Creates the ID of each generated tool call.</param>
/// <param name="files">The uploaded files that requests can reference.</param>
internal sealed class ChoiceGenerator(Func<string> nextToolCallId, FileStore files)
{
    /// <summary>The maximum number of characters in all choices together, if there are several.</summary>
    private const int MaxTotalLength = 4_000_000;

    /// <summary>Generates as many choices as the request's <c>n</c> specifies, by default one.</summary>
    /// <exception cref="BudgetExceededException">The response would be too large.</exception>
    public IReadOnlyList<GeneratedChoice> Generate(JsonElement request, Conversation conversation, GenerationBudget budget)
    {
        var count = (int)(request.FindNumber("n") ?? 1);
        var calls = SelectCalls(request, conversation, budget);
        var content = calls.Count > 0 ? "" : GenerateContent(request, conversation, budget);
        var isNumbered = count > 1 && request.Find("response_format")?.FindString("type") is not ("json_schema" or "json_object");
        if (count > 1 && (long)count * (content.Length + conversation.LastText.Length + conversation.Prefix.Length) > MaxTotalLength)
            throw new BudgetExceededException($"The text is too long for {count} choices.");
        return [.. Enumerable.Range(1, count).Select(number => CreateChoice($"{content}{GetSuffix(number)}"))];

        string GetSuffix(int number) => isNumbered ? $" (choice {number} of {count})" : "";

        GeneratedChoice CreateChoice(string text)
        {
            var choice = calls.Count > 0
                ? new GeneratedChoice("") { ToolCalls = [.. calls.Select(CreateToolCall)], FinishReason = "tool_calls" }
                : GeneratedChoice.Truncate(request, text);
            return choice with { Text = conversation.Prefix + choice.Text, Thinking = GenerateThinking(request, conversation.LastText) };
        }
    }

    private ToolCall CreateToolCall((string Name, string Arguments) call) => new(nextToolCallId(), call.Name, call.Arguments);

    private static string? GenerateThinking(JsonElement request, string prompt) =>
        request.FindString("reasoning_effort") == "high" || request.FindString("prompt_mode") == "reasoning"
            ? $"This is an emulator, so there is no reasoning. The prompt is: {Quote(prompt)}."
            : null;

    private static IReadOnlyList<(string Name, string Arguments)> SelectCalls(
        JsonElement request, Conversation conversation, GenerationBudget budget)
    {
        var allowsParallelCalls = !request.IsFalse("parallel_tool_calls");
        var prompt = conversation.LastText;
        var calls =
            from function in ToolSelector.Select(request, prompt, conversation.ToolResults.Count > 0, budget)
            from arguments in ToolArgumentsGenerator.Generate(function, prompt, allowsParallelCalls, budget)
            select (ToolSelector.GetName(function), arguments);
        return [.. calls.Take(allowsParallelCalls ? int.MaxValue : 1)];
    }

    private string GenerateContent(JsonElement request, Conversation conversation, GenerationBudget budget)
    {
        var format = request.Find("response_format");
        return format?.FindString("type") switch
        {
            "json_schema" => FillSchema(format.Value.GetProperty("json_schema").GetProperty("schema"), conversation, budget),
            "json_object" => CompactJson.Serialize(new JsonObject { ["response"] = GenerateText(conversation) }),
            _ => GenerateText(conversation),
        };
    }

    private static string FillSchema(JsonElement schema, Conversation conversation, GenerationBudget budget)
    {
        var texts = conversation.ToolResults.Select(result => result.Text).Append(conversation.LastText);
        return CompactJson.Serialize(
            new SchemaFiller(schema, new PromptValues(string.Join('\n', texts), budget), fillOptional: true).Fill());
    }

    private string GenerateText(Conversation conversation) => conversation.ToolResults is { Count: > 0 } results
        ? string.Join(' ', results.Select(result => $"The tool {result.Name} returned: {result.Text}"))
        : Echo(conversation.LastText, AttachmentDescription.Describe(conversation.Attachments, files));

    private static string Echo(string text, string? attachments) => (text, attachments) switch
    {
        ("", null) => "You said nothing.",
        ("", _) => $"You sent {attachments} and no text.",
        (_, null) => $"You said: {Quote(text)}.",
        _ => $"You said: {Quote(text)} with {attachments}.",
    };

    private static string Quote(string text) => $"\"{text}\"";
}
