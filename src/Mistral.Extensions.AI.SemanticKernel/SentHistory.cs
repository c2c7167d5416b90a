using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// A history with its calls under the names that functions are offered by, <c>plugin_function</c>. Other connectors keep a plugin's name
/// apart in the calls they write, and SK's bridge sends none: the model would read calls of functions it has not been offered.
/// </summary>
internal sealed class SentHistory
{
    private readonly ChatHistory _original;
    private int _handedOn;

    internal SentHistory(ChatHistory original)
    {
        _original = original;
        Messages = original.Any(CallsPlugin) ? [.. original.Select(message => CallsPlugin(message) ? Rename(message) : message)] : original;
        _handedOn = Messages.Count;
    }

    /// <summary>What to send: the original itself, where nothing has to be renamed.</summary>
    internal ChatHistory Messages { get; }

    /// <summary>Puts into the original what was put behind the messages since: the calls of a round, and their results.</summary>
    internal void HandOn()
    {
        if (ReferenceEquals(Messages, _original))
            return;

        for (; _handedOn < Messages.Count; _handedOn++)
            _original.Add(Messages[_handedOn]);
    }

    private static bool CallsPlugin(ChatMessageContent message) => message.Items.Any(IsCallOfPlugin);

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
