using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Classifiers;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>Moderates the input before the inner client is called, and its response before it is returned.</summary>
internal sealed class ModeratingChatClient(IChatClient innerClient, ClassifiersApi classifiers, ModerationOptions moderation)
    : DelegatingChatClient(innerClient)
{
    private readonly Moderator _moderator = new(classifiers, moderation);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (list, conversation) = Read(messages);
        if (await _moderator.ModerateInputAsync(conversation, cancellationToken).ConfigureAwait(false) is { } input)
            return input.ToResponse(moderation.RefusalText, null);

        var response = await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
        var text = new ModeratedText(classifiers.Logger);
        text.Add(response.Messages.SelectMany(message => message.Contents));
        var output = await _moderator.ModerateOutputAsync(conversation, text.ToString(), cancellationToken).ConfigureAwait(false);
        return output?.ToResponse(moderation.RefusalText, response) ?? response;
    }

    // Not an iterator method: invalid messages must throw here, not at the first MoveNextAsync.
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (list, conversation) = Read(messages);
        return StreamAsync(list, conversation, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IList<ChatMessage> messages,
        ModeratedConversation conversation,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _moderator.ModerateInputAsync(conversation, cancellationToken).ConfigureAwait(false) is { } input)
        {
            yield return input.ToUpdate(moderation.RefusalText, last: null, []);
            yield break;
        }

        var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken);
        var moderated = !moderation.ModerateOutput ? updates
            : moderation.StreamingBlockLength is { } length ? HoldBackAsync(updates, length, conversation, cancellationToken)
            : ModerateAtEndAsync(updates, conversation, cancellationToken);
        await foreach (var update in moderated.ConfigureAwait(false))
            yield return update;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> HoldBackAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        int length,
        ModeratedConversation conversation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var block in StreamedBlock.SplitAsync(updates, length, classifiers.Logger, cancellationToken).ConfigureAwait(false))
        {
            if (await _moderator.ModerateOutputAsync(conversation, block.GetText(), cancellationToken).ConfigureAwait(false) is { } output)
            {
                yield return output.ToUpdate(moderation.RefusalText, block.Updates.LastOrDefault(), block.Updates);
                yield break;
            }

            foreach (var update in block.Updates)
                yield return update;
            block.Clear();
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ModerateAtEndAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        ModeratedConversation conversation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new ModeratedText(classifiers.Logger);
        ChatResponseUpdate? last = null;
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            text.Add(update.Contents);
            last = update;
            yield return update;
        }

        if (await _moderator.ModerateOutputAsync(conversation, text.ToString(), cancellationToken).ConfigureAwait(false) is { } output)
            yield return output.ToUpdate(moderation.RefusalText, last, []);
    }

    // The messages may be a lazy query, which is enumerated only once.
    private (IList<ChatMessage> Messages, ModeratedConversation Conversation) Read(IEnumerable<ChatMessage> messages)
    {
        var list = (messages ?? throw new ArgumentNullException(nameof(messages))) as IList<ChatMessage> ?? [.. messages];
        return (list, new(list, classifiers.Logger));
    }
}
