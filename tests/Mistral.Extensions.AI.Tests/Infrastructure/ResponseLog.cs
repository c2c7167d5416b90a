using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// Writes every successful response of the emulator that a test reads to the file named by the environment variable
/// <c>MISTRAL_RESPONSE_LOG</c>. CI validates these responses against Mistral's OpenAPI description,
/// except those of tests with <c>[Trait("Spec", "not-in-openapi")]</c>, for example of scripted responses.
/// </summary>
internal static class ResponseLog
{
    private static readonly string? FileName = Environment.GetEnvironmentVariable("MISTRAL_RESPONSE_LOG");
    private static readonly Lock FileLock = new();

    internal static void Record(HttpMethod method, string path, EmulatorResponse response)
    {
        if (FileName is null || (int)response.Status >= 300 || RequestLog.IsNotInOpenApi)
            return;

        var line = new JsonObject
        {
            ["test"] = TestContext.Current.Test?.TestDisplayName,
            ["method"] = method.Method,
            ["path"] = path.Split('?')[0],
            ["status"] = (int)response.Status,
            ["contentType"] = response.Headers.GetValueOrDefault("Content-Type"),
            ["body"] = response.Body,
        };
        lock (FileLock)
            File.AppendAllText(FileName, line.ToJsonString() + "\n");
    }
}
