using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Conversations;

/// <summary>The token usage of a response: <c>ConversationUsageInfo</c> in the OpenAPI description.</summary>
/// <param name="PromptTokens">The number of tokens in the prompt.</param>
/// <param name="CompletionTokens">The number of tokens that the model generated.</param>
/// <param name="Results">The results of the hosted tools that ran.</param>
internal sealed record ConversationUsage(int PromptTokens, int CompletionTokens, IReadOnlyList<HostedToolResult> Results)
{
    /// <summary>The number of tokens in the results of hosted tools.</summary>
    public int ConnectorTokens => Results.Sum(result => Tokenizer.Count(result.Text));

    public int TotalTokens => PromptTokens + CompletionTokens + ConnectorTokens;

    /// <summary>Calculates the usage of a response.</summary>
    /// <param name="chatRequest">The request to the model.</param>
    /// <param name="outputs">The entries of the response.</param>
    /// <param name="usage">The token counts of the model; null to count the tokens.</param>
    public static ConversationUsage Create(JsonElement chatRequest, IEnumerable<ConversationEntry> outputs, ModelUsage? usage)
    {
        var entries = outputs.ToArray();
        return new(
            usage?.PromptTokens ?? Tokenizer.CountPrompt(chatRequest),
            usage?.CompletionTokens ?? entries.Sum(CountTokens),
            [.. entries.Select(entry => entry.Result).OfType<HostedToolResult>().Where(result => result.UsageName is not null)]);
    }

    public JsonObject ToJson() => new()
    {
        ["prompt_tokens"] = PromptTokens,
        ["completion_tokens"] = CompletionTokens,
        ["total_tokens"] = TotalTokens,
        ["connector_tokens"] = Results.Count == 0 ? null : ConnectorTokens,
        ["connectors"] = Results.Count == 0 ? null : new JsonObject(Results
            .GroupBy(result => result.UsageName!)
            .Select(group => KeyValuePair.Create<string, JsonNode?>(group.Key, group.Count()))),
    };

    /// <summary>Counts the text or the call of an entry, and one token for the end of a message.</summary>
    private static int CountTokens(ConversationEntry entry) => entry.Type switch
    {
        EntryTypes.MessageOutput => CountContent(entry.Json) + 1,
        EntryTypes.FunctionCall or EntryTypes.ToolExecution =>
            Tokenizer.Count(entry.Json.FindString("name")!) + Tokenizer.Count(entry.Json.FindString("arguments")!),
        _ => 0,
    };

    private static int CountContent(JsonElement entry) => entry.FindString("content") is { } text
        ? Tokenizer.Count(text)
        : entry.FindItems("content").SelectMany(chunk => chunk.FindItems("thinking").Append(chunk))
            .Sum(chunk => Tokenizer.Count(chunk.FindString("text") ?? ""));
}
