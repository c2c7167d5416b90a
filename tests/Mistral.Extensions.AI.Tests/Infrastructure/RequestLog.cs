using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Writes every request that the library sends in the tests to the file named by the environment variable <c>MISTRAL_REQUEST_LOG</c>. CI
/// validates these requests against Mistral's OpenAPI description. A test that sends what the description does not contain has
/// <c>[Trait("Spec", "not-in-openapi")]</c>; its requests are not written.
/// </summary>
internal static class RequestLog
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("MISTRAL_REQUEST_LOG");
    private static readonly Lock FileLock = new();

    /// <summary>Whether the current test has requests or responses that the description does not contain.</summary>
    internal static bool IsNotInOpenApi =>
        TestContext.Current.Test?.Traits.TryGetValue("Spec", out var spec) is true && spec.Contains("not-in-openapi");

    internal static void Record(HttpMethod method, Uri uri, JsonNode? body)
    {
        if (Path is null || IsNotInOpenApi)
            return;

        // The endpoint of a gateway may have a path of its own before /v1.
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
