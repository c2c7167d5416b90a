namespace Mistral.Extensions.AI.Http.Retries;

/// <summary>
/// What resilience libraries are known by. It is names: their packages are not ours to depend on, and the Polly that
/// Microsoft.Extensions.Http.Polly brings has other types than ours, of the same names.
/// </summary>
internal static class ResilienceHandlers
{
    /// <summary>Whether a handler of theirs is among these. A primary handler may be a chain of its own.</summary>
    internal static bool Contains(HttpMessageHandler? handler) =>
        handler is DelegatingHandler link && (TypesOf(link).Any(IsHandler) || Contains(link.InnerHandler));

    /// <summary>Whether it is a time-out, an open circuit or a limit of theirs.</summary>
    internal static bool IsRejection(Exception exception) => TypesOf(exception).Any(static type => type.FullName is "Polly.ExecutionRejectedException");

    private static bool IsHandler(Type type) =>
        type.FullName is { } name
        && (name.StartsWith("Microsoft.Extensions.Http.Resilience.", StringComparison.Ordinal)
            || name.StartsWith("Polly.", StringComparison.Ordinal)
            || name is "Microsoft.Extensions.Http.PolicyHttpMessageHandler");

    private static IEnumerable<Type> TypesOf(object thing)
    {
        for (var type = thing.GetType(); type is not null; type = type.BaseType)
            yield return type;
    }
}
