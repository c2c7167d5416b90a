using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>
/// Finds errors in requests of the classifiers before they are sent. Each method returns the message of the first error, or null if the
/// request is valid. The model of a request to a batch job may be null, because it may be that of the job.
/// </summary>
internal static class ClassifierRequestValidator
{
    private const string ModerationModel = "mistral-moderation-latest";
    private const string Classifier = "ft:classifier:ministral-3b-latest:...";

    internal static string? ValidateModeration(ClassificationRequest request) =>
        ValidateModel(request.Model, ModerationModel) ?? ValidateWithoutModel(request);

    internal static string? ValidateClassification(ClassificationRequest request) =>
        ValidateModel(request.Model, Classifier) ?? ValidateWithoutModel(request);

    internal static string? Validate(ChatModerationRequest request) =>
        ValidateModel(request.Model, ModerationModel) ?? ValidateWithoutModel(request);

    internal static string? Validate(ChatClassificationRequest request) =>
        ValidateModel(request.Model, Classifier) ?? ValidateWithoutModel(request);

    internal static string? ValidateWithoutModel(ClassificationRequest request) => RequestValidation.ValidateTexts(request.Input);

    internal static string? ValidateWithoutModel(ChatModerationRequest request) =>
        ValidateConversations(request.Input, conversation => conversation);

    internal static string? ValidateWithoutModel(ChatClassificationRequest request) =>
        ValidateConversations(request.Input, conversation => conversation?.Messages);

    private static string? ValidateModel(string? model, string example) =>
        string.IsNullOrWhiteSpace(model) ? $"No model was specified. Set Model, for example to \"{example}\"." : null;

    private static string? ValidateConversations<T>(IReadOnlyList<T>? conversations, Func<T, IReadOnlyList<Message>?> getMessages)
    {
        if (conversations is not { Count: > 0 })
            return "Input is empty. Specify at least one conversation.";

        for (var i = 0; i < conversations.Count; i++)
        {
            if (ValidateMessages(getMessages(conversations[i]), i) is { } error)
                return error;
        }

        return null;
    }

    private static string? ValidateMessages(IReadOnlyList<Message>? messages, int conversation)
    {
        if (messages is not { Count: > 0 })
            return $"Conversation {conversation} has no messages. Remove it, or add a message.";

        for (var i = 0; i < messages.Count; i++)
        {
            switch (messages[i])
            {
                case null:
                    return $"Message {i} of conversation {conversation} is null. Remove it.";
                case UnknownMessage { Role: var role }:
                    return $"Message {i} of conversation {conversation} has the role \"{role}\". "
                        + "Set it to \"system\", \"user\", \"assistant\" or \"tool\".";
            }
        }

        return null;
    }
}
