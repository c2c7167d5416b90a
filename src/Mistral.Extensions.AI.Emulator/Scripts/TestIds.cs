using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Scripts;

/// <summary>Reads the header that separates the scripts and the requests of tests that run in parallel.</summary>
internal static class TestIds
{
    /// <summary>The name of the header.</summary>
    public const string Header = "x-emulator-test-id";

    /// <summary>Returns the test ID; null if the header is missing or empty.</summary>
    public static string? Read(IHeaderDictionary headers) => headers[Header].ToString() is { Length: > 0 } id ? id : null;
}
