using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>Messages and tools as types of the Anthropic package.</summary>
/// <param name="System">The system prompt, which is not a message in this API.</param>
/// <param name="Items">The other messages.</param>
internal sealed record AnthropicMessages(string? System, List<MessageParam> Items)
{
    /// <summary>Creates the request of one call.</summary>
    internal static MessageCreateParams CreateRequest(AnthropicMessages messages, List<ToolUnion> tools)
    {
        var request = new MessageCreateParams { Model = Samples.Model, MaxTokens = 4096, Messages = messages.Items };
        if (messages.System is { } system)
            request = request with { System = system };
        return tools.Count > 0 ? request with { Tools = tools } : request;
    }

    internal static AnthropicMessages Create(List<ChatMessage> messages) => new(
        messages is [{ Role.Value: "system", Text: var system }, ..] ? system : null,
        [.. messages.Where(message => message.Role != ChatRole.System).Select(Create)]);

    internal static List<ToolUnion> CreateTools(IReadOnlyList<AITool> tools) =>
        [.. tools.Cast<AIFunctionDeclaration>().Select(CreateTool)];

    private static MessageParam Create(ChatMessage message) => message.Role == ChatRole.Assistant
        ? new AssistantMessageParam(message.Text)
        : new UserMessageParam(message.Contents.Count == 1 ? message.Text : message.Contents.Select(CreateBlock).ToList());

    private static ContentBlockParam CreateBlock(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => new ImageBlockParam(
            new Base64ImageSource { Data = Convert.ToBase64String(data.Data.Span), MediaType = data.MediaType }),
        DataContent data => new DocumentBlockParam(new Base64PdfSource(Convert.ToBase64String(data.Data.Span))),
        _ => new TextBlockParam(((TextContent)content).Text),
    };

    private static ToolUnion CreateTool(AIFunctionDeclaration function) => new Tool
    {
        Name = function.Name,
        Description = function.Description,
        InputSchema = new(function.JsonSchema.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)),
    };
}
