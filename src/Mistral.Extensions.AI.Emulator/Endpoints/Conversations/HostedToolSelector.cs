using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>Selects the calls of hosted tools by <c>tool_choice</c> and the text of the last user message.</summary>
internal static class HostedToolSelector
{
    /// <summary>Returns the tools to call and their calls, in the order of the tools.</summary>
    public static IReadOnlyList<(HostedTool Tool, HostedToolCall Call)> Select(
        JsonElement chatRequest, IReadOnlyList<HostedTool> tools, GenerationBudget budget)
    {
        var choice = chatRequest.FindString("tool_choice");
        if (choice == "none" || tools.Count == 0)
            return [];
        var text = new Conversation(chatRequest).LastText;
        (HostedTool Tool, HostedToolCall Call)[] calls =
            [.. tools.SelectMany(tool => tool.SelectCalls(text, isRequired: false, budget).Select(call => (tool, call)))];
        var isRequired = choice is "any" or "required" && calls.Length == 0
            && chatRequest.FindItems("tools").First().Find("function") is null && !MentionsFunction(chatRequest, text, budget);
        return isRequired ? [.. tools[0].SelectCalls(text, isRequired: true, budget).Select(call => (tools[0], call))] : calls;
    }

    private static bool MentionsFunction(JsonElement chatRequest, string text, GenerationBudget budget)
    {
        var request = new JsonObject { ["tools"] = chatRequest.Find("tools")!.Value.ToNode() };
        return ToolSelector.Select(request.ToElement(), text, hasToolResults: false, budget).Count > 0;
    }
}
