namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A directory with token files, which is deleted at the end of a test.</summary>
internal sealed class TokenFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mistral-credential-");

    /// <summary>The path of the token file.</summary>
    internal string Path => GetPath("token");

    public void Dispose() => _directory.Delete(recursive: true);

    internal string GetPath(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Writes the token file, which is empty for a moment.</summary>
    internal void Write(string token) => File.WriteAllText(Path, token);

    /// <summary>Replaces the token file atomically.</summary>
    internal void Replace(string token)
    {
        var path = GetPath(Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, token);
        File.Move(path, Path, overwrite: true);
    }

    /// <summary>
    /// Writes the token as Kubernetes does: the path is a link to a file in a directory, which is itself a link that is replaced.
    /// </summary>
    internal void ReplaceDirectoryLink(string token)
    {
        var target = Directory.CreateDirectory(GetPath(Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(System.IO.Path.Combine(target, "token"), token);
        var link = GetPath("..new");
        Directory.CreateSymbolicLink(link, target);
        // Move does not replace a link to a directory, so a process that reads the file finds none for a moment.
        if (Directory.Exists(GetPath("..data")))
            Directory.Delete(GetPath("..data"));
        Directory.Move(link, GetPath("..data"));
        if (!File.Exists(Path))
            File.CreateSymbolicLink(Path, System.IO.Path.Combine("..data", "token"));
    }
}
