using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Creates the messages of conversations, and gets the messages that the library sends for them, or its error.</summary>
internal static class Conversations
{
    internal static ChatMessage FromSystem(string text) => new(ChatRole.System, text);

    internal static ChatMessage FromUser(string text) => new(ChatRole.User, text);

    internal static ChatMessage FromAssistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    internal static ChatMessage FromAssistant(string text) => new(ChatRole.Assistant, text);

    internal static ChatMessage FunctionResult(string id, object? result) => new(ChatRole.Tool, [new FunctionResultContent(id, result)]);

    internal static ChatMessage FunctionResults(params FunctionResultContent[] results) => new(ChatRole.Tool, [.. results]);

    internal static FunctionCallContent FunctionCall(string id, string name = "look") => new(id, name);

    /// <summary>Sends these messages and returns the <c>messages</c> of the request.</summary>
    internal static async Task<JsonNode> GetSentMessagesAsync(
        this IEnumerable<ChatMessage> messages, Action<ChatRules>? rules = null, ChatOptions? options = null)
    {
        var server = StubServer.WithDefaultResponse();
        var chat = server.CreateChatClient(client => rules?.Invoke(client.ChatRules));
        await chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        return server.SingleRequestBody()["messages"]!;
    }

    /// <summary>Returns the message of the <see cref="ArgumentException"/> that rejects these messages before a request is sent.</summary>
    internal static async Task<string> GetErrorMessageAsync(
        this IEnumerable<ChatMessage> messages, Action<ChatRules>? rules = null, ChatOptions? options = null)
    {
        var server = StubServer.WithDefaultResponse();
        var chat = server.CreateChatClient(client => rules?.Invoke(client.ChatRules));
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken));
        Assert.Empty(server.RequestBodies);
        return error.Message;
    }
}
