namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>One line of the routing table; <c>{name}</c> in the pattern takes one segment of the path.</summary>
internal sealed record Route(string Method, string Pattern, Func<ApiRequest, ApiResponse> Handler)
{
    private readonly string[] _segments = Pattern.Split('/');

    /// <summary>The named segments, or null when the path is another one.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var segments = path.Split('/');
        if (segments.Length != _segments.Length)
            return null;
        var arguments = new Dictionary<string, string>();
        foreach (var (pattern, segment) in _segments.Zip(segments))
        {
            if (pattern.StartsWith('{') && segment.Length > 0)
                arguments[pattern.Trim('{', '}')] = segment;
            else if (pattern != segment)
                return null;
        }
        return arguments;
    }
}

internal sealed class Router(params IEnumerable<Route> routes)
{
    private readonly Route[] _routes = [.. routes];

    public static bool IsApiPath(string path) => path.StartsWith("/v1/", StringComparison.Ordinal);

    public ApiResponse Handle(string method, string path, ReadOnlyMemory<byte> body, string? contentType)
    {
        var matches = _routes.Where(route => route.Match(path) is not null).ToArray();
        if (matches.Length == 0)
            throw ApiError.FastApiError(404, "Not Found");
        if (matches.FirstOrDefault(route => route.Method == method) is not { } match)
            throw CreateMethodNotAllowedError(matches);
        return match.Handler(new ApiRequest(match.Match(path)!, body, contentType));
    }

    private static ApiError CreateMethodNotAllowedError(IEnumerable<Route> matches) => new(ApiError.FastApiError(405, "Method Not Allowed").Response with
    {
        Headers = new Dictionary<string, string> { ["Allow"] = string.Join(", ", matches.Select(route => route.Method)) },
    });
}
