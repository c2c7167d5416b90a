namespace Mistral.Extensions.AI;

/// <summary>
/// A request, for the callbacks of <see cref="MistralClientOptions"/>, such as <see cref="MistralClientOptions.RateLimiterPermits"/>. It
/// contains no content of the request.
/// </summary>
public sealed record MistralRequestInfo
{
    /// <summary>The HTTP method, for example <c>POST</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>
    /// The path of the operation in the API, for example <c>/v1/chat/completions</c>, without a query. It does not depend on
    /// <see cref="MistralClientOptions.Endpoint"/>.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// The model (<c>model</c>), or null if the request has none, for example a request to an agent or for a list of files.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Whether the response is a stream of events.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>
    /// The estimated number of tokens that the request counts towards the token limit of the model: the size of its JSON in bytes of UTF-8,
    /// divided by 4 and rounded up, plus the maximum number of tokens to generate (<c>max_tokens</c>) if it is set. Files, images and audio
    /// from bytes, streams and paths do not count. 0 for a request without JSON, such as an upload or a list.
    /// </summary>
    public int EstimatedTokens { get; init; }

    /// <summary>
    /// The number of pages of a request for OCR if it is known: the number of pages in <c>pages</c>, or 1 for an image; otherwise null.
    /// </summary>
    public int? Pages { get; init; }
}
