namespace Mistral.Extensions.AI.Classifiers;

/// <summary>
/// The exception that is thrown by a chat client with moderation (<c>WithMistralModeration</c>) if the input or the response was flagged.
/// The message contains the categories, but not the flagged text.
/// </summary>
/// <remarks>
/// It is not a <see cref="MistralException"/>, because no call failed: a retry has the same result, and the user should be told. A failed
/// moderation request throws <see cref="MistralException"/>.
/// </remarks>
public sealed class ModerationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ModerationException"/> class.</summary>
    public ModerationException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ModerationException"/> class with a message.</summary>
    /// <param name="message">What was flagged, and what to do.</param>
    public ModerationException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ModerationException"/> class with a message and an inner exception.</summary>
    /// <param name="message">What was flagged, and what to do.</param>
    /// <param name="innerException">The cause of the exception.</param>
    public ModerationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True if the input was flagged and no request was sent to the model; false if the response was flagged.</summary>
    public bool IsInput { get; init; }

    /// <summary>The categories that were flagged by <see cref="ModerationOptions"/>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The decisions and scores of all categories; null if the exception was not thrown by <c>WithMistralModeration</c>.</summary>
    public ModerationObject? Result { get; init; }
}
