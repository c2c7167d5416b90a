namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>The folders of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Assets { get; } = Path.Combine(Root, "samples", "Assets");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mistral.Extensions.AI.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests within the repository.");
    }
}
