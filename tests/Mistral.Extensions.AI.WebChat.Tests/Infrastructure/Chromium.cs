using System.Runtime.CompilerServices;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The browser of the tests: Chromium or Chrome, installed with the package manager of the operating system.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The path of the program, or null if it is not installed.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static bool IsInstalled => Path is not null;
}

/// <summary>A test that needs a browser. It is skipped if Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "Chromium is not in the PATH. Install it, for example with: apt-get install chromium";
        SkipType = typeof(Chromium);
        SkipUnless = nameof(Chromium.IsInstalled);
    }
}
