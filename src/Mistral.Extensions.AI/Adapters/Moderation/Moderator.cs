using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Classifiers;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>Sends the moderation requests.</summary>
internal sealed class Moderator(ClassifiersApi classifiers, ModerationOptions options)
{
    private readonly CategoryRules _rules = new(options);

    internal async Task<ModerationViolation?> ModerateInputAsync(ModeratedConversation conversation, CancellationToken cancellationToken) =>
        options.ModerateInput
            ? await ModerateAsync(conversation.GetInput(), isInput: true, cancellationToken).ConfigureAwait(false)
            : null;

    internal async Task<ModerationViolation?> ModerateOutputAsync(
        ModeratedConversation conversation, string text, CancellationToken cancellationToken) =>
        options.ModerateOutput
            ? await ModerateAsync(conversation.GetOutput(text), isInput: false, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<ModerationViolation?> ModerateAsync(
        IReadOnlyList<IReadOnlyList<Message>> conversations, bool isInput, CancellationToken cancellationToken)
    {
        if (conversations.Count == 0)
            return null;

        try
        {
            var results = await GetResultsAsync(conversations, cancellationToken).ConfigureAwait(false);
            return results
                .Select(result => new ModerationViolation(isInput, _rules.GetFlagged(result), result))
                .FirstOrDefault(violation => violation.Categories.Count > 0);
        }
        catch (MistralException exception) when (options.ContinueOnError)
        {
            AdapterLog.ModerationFailed(classifiers.Logger, exception);
            return null;
        }
    }

    private async Task<IReadOnlyList<ModerationObject>> GetResultsAsync(
        IReadOnlyList<IReadOnlyList<Message>> conversations, CancellationToken cancellationToken)
    {
        var request = new ChatModerationRequest { Model = options.Model, Input = conversations };
        var results = (await classifiers.ModerateChatAsync(request, cancellationToken).ConfigureAwait(false)).Results;
        if (results.Count != conversations.Count)
        {
            throw new MistralException(
                $"The moderation response has {results.Count} results for {conversations.Count} messages. Retry, or use another model.");
        }

        foreach (var result in results)
            CategoryRules.ThrowIfUnreadable(result);
        return results;
    }
}
