using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Mistral.Extensions.AI.Benchmarks.Peers;

/// <summary>Converts messages and tools to the types of the OpenAI package.</summary>
internal static class OpenAIMessages
{
    internal static List<OpenAI.Chat.ChatMessage> Create(List<ChatMessage> messages) => [.. messages.Select(Create)];

    internal static List<ChatTool> CreateTools(IReadOnlyList<AITool> tools) =>
    [
        .. tools.Cast<AIFunctionDeclaration>().Select(function => ChatTool.CreateFunctionTool(
            function.Name, function.Description, BinaryData.FromString(function.JsonSchema.GetRawText()))),
    ];

    private static OpenAI.Chat.ChatMessage Create(ChatMessage message) => message.Role.Value switch
    {
        "system" => OpenAI.Chat.ChatMessage.CreateSystemMessage(message.Text),
        "assistant" => OpenAI.Chat.ChatMessage.CreateAssistantMessage(message.Text),
        _ when message.Contents.Count == 1 => OpenAI.Chat.ChatMessage.CreateUserMessage(message.Text),
        _ => OpenAI.Chat.ChatMessage.CreateUserMessage(message.Contents.Select(CreatePart)),
    };

    private static ChatMessageContentPart CreatePart(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") =>
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
        DataContent data => ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(data.Data), data.MediaType, "document.pdf"),
        _ => ChatMessageContentPart.CreateTextPart(((TextContent)content).Text),
    };
}
