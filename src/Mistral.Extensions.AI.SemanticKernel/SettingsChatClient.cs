using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// Reads settings of any connector: what Semantic Kernel makes of prompt templates, and of settings for its other connectors, loses
/// something that can still be told here.
/// </summary>
internal sealed class SettingsChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages.ToList();
        return base.GetResponseAsync(conversation, Read(options, conversation), cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages.ToList();
        return base.GetStreamingResponseAsync(conversation, Read(options, conversation), cancellationToken);
    }

    private static ChatOptions? Read(ChatOptions? options, List<ChatMessage> conversation)
    {
        if (options is null)
            return null;

        var read = options.Clone();
        if (ResponseFormats.Unwrap(read.ResponseFormat) is { } format)
            ExecutionSettingsMapping.SetRaw(read, format);

        // SK's OpenAI settings put their system prompt into the history, and SK puts it into the instructions too.
        if (conversation.Exists(message => message.Role == ChatRole.System && message.Text == read.Instructions))
            read.Instructions = null;

        ReadProperties(read);
        return read;
    }

    private static void ReadProperties(ChatOptions options)
    {
        // Semantic Kernel's reading of an effort M.E.AI has no word for, such as "none". Nobody else derives from ChatOptions to say nothing.
        if (options is { Reasoning: { Effort: null, Output: null } } && options.GetType() != typeof(ChatOptions))
            options.Reasoning = new() { Effort = ReasoningEffort.None };

        if (options.AdditionalProperties is not { } properties)
            return;

        if (options.Tools is not { Count: > 0 })
            ExecutionSettingsMapping.RefuseToolCallBehavior(properties.FirstOrDefault(property => ExecutionSettingsMapping.IsToolCallBehavior(property.Key)).Value);

        // How SK's OpenAI connector lets fields through that it does not know, as those of Mistral's.
        if (properties.TryGetValue("extra_body", out var body) && body is JsonElement { ValueKind: JsonValueKind.Object } fields)
        {
            foreach (var field in fields.EnumerateObject())
                properties.TryAdd(field.Name, field.Value);
        }
    }
}
