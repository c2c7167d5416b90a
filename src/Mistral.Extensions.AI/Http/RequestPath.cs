namespace Mistral.Extensions.AI.Http;

/// <summary>Creates the paths of requests. Values of the caller cannot select another route.</summary>
internal static class RequestPath
{
    /// <summary>Escapes an ID for a path.</summary>
    /// <param name="id">The ID.</param>
    /// <param name="error">The message of the exception if the ID is missing.</param>
    /// <param name="parameterName">The parameter of the caller.</param>
    /// <exception cref="ArgumentException">The ID is null, empty, white space, <c>.</c> or <c>..</c>.</exception>
    // "." and ".." are path segments with a special meaning that cannot be escaped: they would select another route.
    internal static string EscapeSegment(string? id, string error, string parameterName) =>
        id is null or "." or ".." || string.IsNullOrWhiteSpace(id)
            ? throw new ArgumentException(error, parameterName)
            : Uri.EscapeDataString(id);

    /// <summary>Adds the query parameters that have a value. A parameter can occur repeatedly.</summary>
    internal static string AddQuery(string path, IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join("&", parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }
}
