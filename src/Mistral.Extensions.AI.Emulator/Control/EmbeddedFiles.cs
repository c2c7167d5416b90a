using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>The files that are part of the assembly.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The status page. It loads nothing from other hosts.</summary>
    public static ApiResponse StatusPage { get; } = new(200, "text/html; charset=utf-8", [Read("status.html")])
    {
        Headers = new Dictionary<string, string>
        {
            ["Cache-Control"] = "no-store",
            ["Content-Security-Policy"] = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
                + "connect-src 'self'; img-src data:; base-uri 'none'",
            ["Referrer-Policy"] = "no-referrer",
            ["X-Content-Type-Options"] = "nosniff",
        },
    };

    /// <summary>The JSON schema of fixtures.</summary>
    public static ApiResponse FixturesSchema { get; } = new(200, "application/schema+json", [Read("fixtures.schema.json")]);

    private static ReadOnlyMemory<byte> Read(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
