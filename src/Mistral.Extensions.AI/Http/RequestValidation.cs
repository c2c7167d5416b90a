namespace Mistral.Extensions.AI.Http;

/// <summary>Rejects invalid requests before they are sent.</summary>
internal static class RequestValidation
{
    /// <summary>Throws an <see cref="ArgumentException"/> if the request is null or invalid.</summary>
    /// <param name="request">The request.</param>
    /// <param name="validate">Gets the first error of the request, or null if it is valid.</param>
    internal static void ThrowIfInvalid<TRequest>(TRequest request, Func<TRequest, string?> validate)
        where TRequest : class
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        if (validate(request) is { } error)
            throw new ArgumentException(error);
    }
}
