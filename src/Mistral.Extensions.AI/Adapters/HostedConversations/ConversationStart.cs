using System.Security.Cryptography;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>What a conversation was started with, and what the API does not allow to change.</summary>
internal sealed record ConversationStart(string? Model, string? Instructions, string? Tools, string? HostedTools)
{
    internal static ConversationStart From(ConversationRequest request) =>
        new(request.Model, request.Instructions, GetHash(request.Tools), GetHash(GetHostedTools(request.Tools)));

    /// <summary>Throws if a call changes its conversation.</summary>
    /// <exception cref="NotSupportedException">The tools, the model or the instructions changed.</exception>
    internal void ThrowIfChanged(ConversationCall call)
    {
        var request = call.Request;
        ThrowIfChanged("The tools", request.Tools is not null && HasOtherTools(GetHash(request.Tools)));
        ThrowIfChanged("The instructions", request.Instructions is not null && request.Instructions != Instructions);
        ThrowIfChanged("The model", call.Options?.ModelId is { } model && Model is not null && model != Model);
    }

    // FunctionInvokingChatClient omits the functions, but not the hosted tools, after the maximum number of iterations.
    private bool HasOtherTools(string? tools) => tools != Tools && tools != HostedTools;

    private static void ThrowIfChanged(string subject, bool hasChanged)
    {
        if (hasChanged)
        {
            throw new NotSupportedException(
                $"{subject} cannot change in an existing conversation. Start a new one: pass all messages, with ChatOptions.ConversationId "
                    + "null.");
        }
    }

    private static List<Tool>? GetHostedTools(IReadOnlyList<Tool>? tools) =>
        tools?.Where(static tool => tool is not FunctionTool).ToList();

    private static string? GetHash(IReadOnlyList<Tool>? tools)
    {
        if (tools is not { Count: > 0 })
            return null;

        using var sha256 = SHA256.Create();
        return Convert.ToBase64String(sha256.ComputeHash(JsonSerializer.SerializeToUtf8Bytes(tools, ChatJson.Default.IReadOnlyListTool)));
    }
}
