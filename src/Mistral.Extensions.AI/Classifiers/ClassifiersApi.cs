using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Classifiers;

/// <summary>
/// Moderation and classification of texts and conversations (<c>/v1/moderations</c>, <c>/v1/chat/moderations</c>,
/// <c>/v1/classifications</c>, <c>/v1/chat/classifications</c>).
/// </summary>
public sealed class ClassifiersApi
{
    private static readonly JsonResponseReader<ModerationResponse> ModerationReader = new(ClassifiersJson.Default.ModerationResponse);

    private static readonly JsonResponseReader<ClassificationResponse> ClassificationReader =
        new(ClassifiersJson.Default.ClassificationResponse);

    private readonly MistralConnection _connection;
    private readonly Uri _moderations;
    private readonly Uri _chatModerations;
    private readonly Uri _classifications;
    private readonly Uri _chatClassifications;

    internal ClassifiersApi(MistralConnection connection)
    {
        _connection = connection;
        (_moderations, _chatModerations) = (connection.CreateUri("moderations"), connection.CreateUri("chat/moderations"));
        (_classifications, _chatClassifications) = (connection.CreateUri("classifications"), connection.CreateUri("chat/classifications"));
    }

    internal ILogger Logger => _connection.Logger;

    /// <summary>Moderates one or more texts, each on its own (<c>/v1/moderations</c>).</summary>
    /// <param name="request">The moderation model and the texts.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One result for each text, in the order of the texts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ModerationResponse> ModerateAsync(ClassificationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ClassifierRequestValidator.ValidateModeration);
        return _connection.PostAsync(_moderations, request, ModerationReader, cancellationToken);
    }

    /// <summary>Moderates the last message of one or more conversations (<c>/v1/chat/moderations</c>).</summary>
    /// <param name="request">The moderation model and the conversations.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One result for each conversation, in the order of the conversations.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ModerationResponse> ModerateChatAsync(ChatModerationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ClassifierRequestValidator.Validate);
        return _connection.PostAsync(_chatModerations, request, ModerationReader, cancellationToken);
    }

    /// <summary>Classifies one or more texts with a fine-tuned classifier (<c>/v1/classifications</c>).</summary>
    /// <param name="request">The classifier and the texts.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One result for each text, in the order of the texts.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ClassificationResponse> ClassifyAsync(ClassificationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ClassifierRequestValidator.ValidateClassification);
        return _connection.PostAsync(_classifications, request, ClassificationReader, cancellationToken);
    }

    /// <summary>Classifies one or more conversations with a fine-tuned classifier (<c>/v1/chat/classifications</c>).</summary>
    /// <param name="request">The classifier and the conversations.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One result for each conversation, in the order of the conversations.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ClassificationResponse> ClassifyChatAsync(
        ChatClassificationRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, ClassifierRequestValidator.Validate);
        return _connection.PostAsync(_chatClassifications, request, ClassificationReader, cancellationToken);
    }
}
