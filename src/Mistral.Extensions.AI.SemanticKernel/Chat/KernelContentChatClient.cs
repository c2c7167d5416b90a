using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.SemanticKernel.Chat;

/// <summary>
/// Maps function results of Semantic Kernel to contents that the inner client can send, and converts arguments that kernel functions
/// could not read.
/// </summary>
internal sealed class KernelContentChatClient(IChatClient innerClient, ILogger logger) : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages.Select(MapResults), options, cancellationToken).ConfigureAwait(false);
        foreach (var message in response.Messages)
            ConvertArguments(message.Contents, options);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = base.GetStreamingResponseAsync(messages.Select(MapResults), options, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            ConvertArguments(update.Contents, options);
            yield return update;
        }
    }

    private ChatMessage MapResults(ChatMessage message)
    {
        if (!message.Contents.Any(content => content is FunctionResultContent))
            return message;

        var copy = message.Clone();
        copy.Contents = [.. message.Contents.Select(content => content is FunctionResultContent result ? MapResult(result) : content)];
        return copy;
    }

    private FunctionResultContent MapResult(FunctionResultContent result)
    {
        var value = FunctionResultMapping.ToAIResult(result.Result, logger);
        return ReferenceEquals(value, result.Result)
            ? result
            : new(result.CallId, value)
            {
                AdditionalProperties = result.AdditionalProperties,
                Exception = result.Exception,
                RawRepresentation = result.RawRepresentation,
            };
    }

    private static void ConvertArguments(IList<AIContent> contents, ChatOptions? options)
    {
        foreach (var call in contents.OfType<FunctionCallContent>())
            FunctionArguments.Convert(call, options?.Tools);
    }
}
