using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Tests.Wire;

/// <summary>Conversations in few words, and what becomes of them on their way out.</summary>
internal static class Talk
{
    internal static ChatMessage Instruction(string text) => new(ChatRole.System, text);

    internal static ChatMessage Question(string text) => new(ChatRole.User, text);

    internal static ChatMessage Answer(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    internal static ChatMessage Answer(string text) => new(ChatRole.Assistant, text);

    internal static ChatMessage Result(string id, object? result) => new(ChatRole.Tool, [new FunctionResultContent(id, result)]);

    internal static ChatMessage Results(params FunctionResultContent[] results) => new(ChatRole.Tool, [.. results]);

    internal static FunctionCallContent Call(string id, string name = "look") => new(id, name);

    /// <summary>The messages that go out for these.</summary>
    internal static async Task<JsonNode> SentAsync(this IEnumerable<ChatMessage> messages, Action<ChatRules>? rules = null, ChatOptions? options = null)
    {
        var server = StubServer.Any();
        await server.Chat(client => rules?.Invoke(client.ChatRules)).GetResponseAsync(messages, options, TestContext.Current.CancellationToken);
        return server.Body()["messages"]!;
    }

    /// <summary>The words with which these are refused, before anything goes out.</summary>
    internal static async Task<string> RefusedAsync(this IEnumerable<ChatMessage> messages, Action<ChatRules>? rules = null, ChatOptions? options = null)
    {
        var server = StubServer.Any();
        var chat = server.Chat(client => rules?.Invoke(client.ChatRules));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => chat.GetResponseAsync(messages, options, TestContext.Current.CancellationToken));
        Assert.Empty(server.Bodies);
        return error.Message;
    }
}
