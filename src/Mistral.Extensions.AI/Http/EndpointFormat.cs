namespace Mistral.Extensions.AI.Http;

/// <summary>The addresses that are allowed as an endpoint.</summary>
internal static class EndpointFormat
{
    // The paths of operations, which are copied from the API reference. Other text after "/v1/" belongs to a gateway, as in
    // https://gateway.ai.cloudflare.com/v1/{account}/{gateway}/mistral.
    private static readonly string[] OperationPaths = ["/completions", "/embeddings", "/ocr", "/models"];

    /// <summary>Gets the error of an endpoint, or null if it is valid.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">The option with the endpoint.</param>
    /// <param name="allowInsecureHttp">Whether http is allowed for hosts other than the local machine.</param>
    internal static string? Validate(Uri? endpoint, string name, bool allowInsecureHttp) => endpoint switch
    {
        null => DescribeNull(name),
        { IsAbsoluteUri: false } => $"{name} must be an absolute address, such as https://api.mistral.ai/v1.",
        { Scheme: not ("https" or "http") } or { Query.Length: > 0 } or { Fragment.Length: > 0 } or { UserInfo.Length: > 0 } =>
            $"{name} must be an http or https address without query, fragment or user name, such as https://api.mistral.ai/v1.",
        { AbsolutePath: var path } when OperationPaths.Any(path.TrimEnd('/').EndsWith) =>
            $"{name} {endpoint} includes the path of an operation. Remove it, as in https://api.mistral.ai/v1.",
        { Scheme: "http", IsLoopback: false } when !allowInsecureHttp =>
            $"{name} {endpoint} uses http, which sends the API key unencrypted. Use https, or set AllowInsecureHttp to true.",
        _ => null,
    };

    /// <summary>Gets the error of an endpoint that is null.</summary>
    internal static string DescribeNull(string name) =>
        $"{name} must not be null. Set it to an address such as https://api.mistral.ai/v1.";

    /// <summary>Determines whether two endpoints have the same scheme, host and port, so that they may receive the same API key.</summary>
    internal static bool HaveSameHost(Uri first, Uri second) => Uri.Compare(
        first, second, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
