namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>
/// Detects handlers and exceptions of resilience libraries. They are compared by type name: the library does not depend on these packages,
/// and the Polly version of Microsoft.Extensions.Http.Polly has other types than Polly.Core.
/// </summary>
internal static class ResilienceHandlers
{
    /// <summary>Determines whether a handler, or one of its inner handlers, is a resilience handler.</summary>
    internal static bool Contains(HttpMessageHandler? handler) =>
        handler is DelegatingHandler outer && (GetTypes(outer).Any(IsHandler) || Contains(outer.InnerHandler));

    /// <summary>
    /// Determines whether an exception comes from a resilience strategy: a timeout, an open circuit breaker or a rate limiter.
    /// </summary>
    internal static bool IsRejection(Exception exception) =>
        GetTypes(exception).Any(static type => type.FullName is "Polly.ExecutionRejectedException");

    private static bool IsHandler(Type type) =>
        type.FullName is { } name
        && (name.StartsWith("Microsoft.Extensions.Http.Resilience.", StringComparison.Ordinal)
            || name.StartsWith("Polly.", StringComparison.Ordinal)
            || name is "Microsoft.Extensions.Http.PolicyHttpMessageHandler");

    private static IEnumerable<Type> GetTypes(object instance)
    {
        for (var type = instance.GetType(); type is not null; type = type.BaseType)
            yield return type;
    }
}
