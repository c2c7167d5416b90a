using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Writes down every request the library makes in the tests, where the environment variable <c>MISTRAL_REQUEST_LOG</c> names a file: CI
/// holds each of them against Mistral's OpenAPI description. A test that goes beyond the description on purpose says so:
/// <c>[Trait("Spec", "not-in-openapi")]</c>.
/// </summary>
internal static class RequestLog
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("MISTRAL_REQUEST_LOG");
    private static readonly Lock FileLock = new();

    internal static void Record(HttpMethod method, Uri uri, JsonNode? body)
    {
        if (Path is null || TestContext.Current.Test?.Traits.TryGetValue("Spec", out var spec) is true && spec.Contains("not-in-openapi"))
            return;

        // A gateway may have the API below a path of its own.
        var root = uri.AbsolutePath.IndexOf("/v1/", StringComparison.Ordinal);
        var line = new JsonObject
        {
            ["test"] = TestContext.Current.Test?.TestDisplayName,
            ["method"] = method.Method,
            ["path"] = root > 0 ? uri.AbsolutePath[root..] : uri.AbsolutePath,
            ["body"] = body?.DeepClone(),
        }.ToJsonString();
        lock (FileLock)
            File.AppendAllText(Path, line + "\n");
    }
}
