using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts the messages of a chat request.</summary>
/// <param name="files">The uploaded files that requests can reference.</param>
/// <param name="toolCallIds">The IDs of tool calls.</param>
internal sealed class ChatMessageMapping(FileStore files, ToolCallIds toolCallIds)
{
    private readonly ContentMapping _contents = new(files);

    /// <summary>Converts all messages.</summary>
    /// <exception cref="ModelException">The arguments of a tool call are not a JSON object.</exception>
    public List<ChatMessage> ToChatMessages(JsonElement request) => [.. request.FindItems("messages").Select(ToChatMessage)];

    private ChatMessage ToChatMessage(JsonElement message) => Conversation.GetRole(message) switch
    {
        "system" => new ChatMessage(ChatRole.System, ToContents(message)),
        "assistant" => ToAssistantMessage(message),
        "tool" => new ChatMessage(ChatRole.Tool, [ToResult(message)]),
        _ => new ChatMessage(ChatRole.User, ToContents(message)),
    };

    /// <summary>Converts the content. An empty text, as next to tool calls, is not a content.</summary>
    private List<AIContent> ToContents(JsonElement message) => message.FindString("content") switch
    {
        null => [.. Conversation.GetChunks(message).Select(_contents.ToContent).OfType<AIContent>()],
        "" => [],
        var text => [new TextContent(text)],
    };

    private ChatMessage ToAssistantMessage(JsonElement message)
    {
        var calls = message.FindItems("tool_calls").Select(ToCall);
        var result = new ChatMessage(ChatRole.Assistant, [.. ToContents(message), .. calls]);
        if (message.IsTrue("prefix"))
            result.AdditionalProperties = new() { ["prefix"] = true };
        return result;
    }

    private FunctionCallContent ToCall(JsonElement call)
    {
        var function = call.GetProperty("function");
        var name = function.FindString("name")!;
        return new FunctionCallContent(
            toolCallIds.ToOriginal(call.FindString("id")!), name, FunctionArguments.Parse(name, function.GetProperty("arguments")));
    }

    /// <summary>Converts a tool message: text is a string, other content a list.</summary>
    private FunctionResultContent ToResult(JsonElement message)
    {
        var contents = ToContents(message);
        object result = contents.TrueForAll(content => content is TextContent) ? Conversation.GetText(message) : contents;
        return new FunctionResultContent(toolCallIds.ToOriginal(message.FindString("tool_call_id")!), result);
    }
}
