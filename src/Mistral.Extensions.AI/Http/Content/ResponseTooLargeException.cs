namespace Mistral.Extensions.AI.Http.Content;

/// <summary>An answer is larger than the caller allows.</summary>
internal sealed class ResponseTooLargeException(long limit) : IOException
{
    internal long Limit { get; } = limit;
}
