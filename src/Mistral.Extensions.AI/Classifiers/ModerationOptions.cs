namespace Mistral.Extensions.AI.Classifiers;

/// <summary>
/// The options of <c>WithMistralModeration</c>: what is moderated, what is flagged, and how flagged content is handled.
/// </summary>
public sealed record ModerationOptions
{
    /// <summary>The moderation model. <see cref="Categories"/> and <see cref="Thresholds"/> contain names of its categories.</summary>
    /// <value>Default: <c>mistral-moderation-latest</c>.</value>
    public string Model { get; init; } = "mistral-moderation-latest";

    /// <summary>Whether the new messages of the conversation are moderated before the request is sent.</summary>
    /// <value>Default: true.</value>
    public bool ModerateInput { get; init; } = true;

    /// <summary>Whether the response is moderated.</summary>
    /// <value>Default: true.</value>
    public bool ModerateOutput { get; init; } = true;

    /// <summary>
    /// The categories that are flagged, such as <c>violence_and_threats</c>; others are ignored. A category that the model does not have
    /// throws <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <value>Default: null, which means all categories of the model, including <c>pii</c>, <c>health</c>, <c>financial</c> and
    /// <c>law</c>.</value>
    public IReadOnlyCollection<string>? Categories { get; init; }

    /// <summary>
    /// The thresholds of categories, between 0 and 1: a text is flagged if its score is greater. A threshold of 1 never flags. A category
    /// that the model does not have throws <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <value>Default: null. Without a threshold, the decision of the model applies.</value>
    public IReadOnlyDictionary<string, double>? Thresholds { get; init; }

    /// <summary>
    /// The number of characters of a streamed response, 1 or more, that are collected and moderated before they are returned. Such a block
    /// ends between two words, at the latest after twice this number. It is moderated together with the block before it. Flagged text is
    /// never returned. With a smaller number, text is returned sooner, but more moderation requests are sent, each of which delays the
    /// stream.
    /// </summary>
    /// <value>
    /// Default: 500. If null, each update is returned at once, and the whole response is moderated at its end: one request and no delay,
    /// but the caller has already received the text when it is flagged.
    /// </value>
    public int? StreamingBlockLength { get; init; } = 500;

    /// <summary>
    /// The text of the response that is returned in place of flagged content. The finish reason of this response is
    /// <c>content_filter</c>, and its <c>RawRepresentation</c> is the <see cref="ModerationObject"/>. If the input was flagged, remove it
    /// from the history: earlier messages are sent to the model and not moderated again.
    /// </summary>
    /// <value>Default: null, which throws <see cref="ModerationException"/>.</value>
    public string? RefusalText { get; init; }

    /// <summary>
    /// Whether content is accepted if the moderation request fails (<see cref="MistralException"/>). A warning is logged. If false, the
    /// exception is thrown: the request is not sent, or the response is not returned.
    /// </summary>
    /// <value>Default: false.</value>
    public bool ContinueOnError { get; init; }
}
