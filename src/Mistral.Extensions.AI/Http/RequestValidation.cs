namespace Mistral.Extensions.AI.Http;

/// <summary>Says what the server would refuse, before anything is sent.</summary>
internal static class RequestValidation
{
    /// <param name="request">What the caller wants to send.</param>
    /// <param name="problemOf">What is wrong with it, or null.</param>
    internal static void ThrowIfInvalid<TRequest>(TRequest request, Func<TRequest, string?> problemOf)
        where TRequest : class
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        if (problemOf(request) is { } problem)
            throw new ArgumentException(problem);
    }
}
