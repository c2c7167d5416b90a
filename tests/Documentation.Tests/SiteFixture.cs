using System.Text;
using Documentation.Reference;

[assembly: AssemblyFixture(typeof(Documentation.Tests.SiteFixture))]

namespace Documentation.Tests;

/// <summary>The site of this repository. It is created once for all tests.</summary>
public sealed class SiteFixture
{
    public SiteFixture()
    {
        Reference = ApiReference.Load(AppContext.BaseDirectory);
        Pages = Reference.CreatePages();
        var site = new Site(Root, Reference, filesUrl: null);
        Files = site.Create();
        Errors = site.Errors;
    }

    /// <summary>The root folder of the repository.</summary>
    internal static string Root { get; } = FindRoot();

    internal ApiReference Reference { get; }

    /// <summary>The Markdown pages of the API reference, by path.</summary>
    internal IReadOnlyDictionary<string, string> Pages { get; }

    /// <summary>The files of the site, by path.</summary>
    internal IReadOnlyDictionary<string, byte[]> Files { get; }

    internal IReadOnlyList<string> Errors { get; }

    internal string ReadHtml(string path) => Encoding.UTF8.GetString(Files[path]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Mistral.Extensions.AI.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
