using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// The messages of a history, with calls under the names that functions are offered by: <c>plugin_function</c>. Other connectors keep a
/// plugin's name apart in the calls they write, and SK's bridge sends none: the model would read calls of functions it has not been offered.
/// </summary>
internal sealed class SentHistory
{
    private readonly ChatHistory _history;
    private int _handedOn;

    internal SentHistory(ChatHistory history)
    {
        _history = history;
        Messages = [.. history.Where((_, index) => !IsSaidTwice(index)).Select(message => message.Items.Any(IsCallOfPlugin) ? Rename(message) : message)];
        _handedOn = Messages.Count;
    }

    internal ChatHistory Messages { get; }

    /// <summary>Whether calls were made since, and the last one is answered.</summary>
    internal bool EndsWithResult => Messages is { Count: > 0 } && Messages[Messages.Count - 1].Role == AuthorRole.Tool;

    /// <summary>Puts into the history what SK's bridge has put behind the messages since: calls, and their results.</summary>
    internal void HandOn()
    {
        for (; _handedOn < Messages.Count; _handedOn++)
            _history.Add(Messages[_handedOn]);
    }

    // Results that are an answer are in the history already when the caller adds the answer to it.
    private bool IsSaidTwice(int index) =>
        index > 0 && _history[index].Role == AuthorRole.Tool && ReferenceEquals(_history[index], _history[index - 1]);

    private static bool IsCallOfPlugin(KernelContent item) => item is FunctionCallContent { PluginName.Length: > 0 };

    private static ChatMessageContent Rename(ChatMessageContent message) =>
        new(message.Role, [.. message.Items.Select(Rename)], message.ModelId, message.InnerContent, message.Encoding, message.Metadata)
        {
#pragma warning disable SKEXP0001 // The names of agents are an experiment of Semantic Kernel's.
            AuthorName = message.AuthorName,
#pragma warning restore SKEXP0001
        };

    private static KernelContent Rename(KernelContent item) => item is FunctionCallContent { PluginName.Length: > 0 } call
        ? new FunctionCallContent($"{call.PluginName}_{call.FunctionName}", pluginName: null, call.Id, call.Arguments)
        {
            Exception = call.Exception,
            InnerContent = call.InnerContent,
            Metadata = call.Metadata,
            ModelId = call.ModelId,
        }
        : item;
}
