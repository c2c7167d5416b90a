namespace Mistral.Extensions.AI.Http.Content;

/// <summary>The exception that is thrown for a response that is larger than <c>MaxResponseSize</c>.</summary>
internal sealed class ResponseTooLargeException(long limit) : IOException
{
    internal long Limit { get; } = limit;
}
