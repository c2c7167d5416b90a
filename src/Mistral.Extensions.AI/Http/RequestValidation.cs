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

    /// <summary>Returns the message of the first error in the texts of <c>Input</c>, or null if they are valid.</summary>
    internal static string? ValidateTexts(IReadOnlyList<string>? texts)
    {
        if (texts is not { Count: > 0 })
            return "Input is empty. Specify at least one text.";

        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrEmpty(texts[i]))
                return $"Input {i} is null or empty. Remove it, or replace it with text.";
        }

        return null;
    }
}
