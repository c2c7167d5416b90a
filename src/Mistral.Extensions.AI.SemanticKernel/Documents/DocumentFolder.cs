namespace Mistral.Extensions.AI.SemanticKernel.Documents;

/// <summary>The folder whose files a model may read.</summary>
internal sealed class DocumentFolder(string path)
{
    /// <summary>Returns the path of a file in the folder, or null if the folder has no such file.</summary>
    /// <param name="name">
    /// The file name. The model chooses it: a path, or a symbolic link, could refer to a file outside the folder.
    /// </param>
    internal string? FindFile(string name)
    {
        if (Path.GetFileName(name) != name)
            return null;

        var file = new FileInfo(Path.Combine(path, name));
        return file.Exists && !IsSymbolicLink(file) ? file.FullName : null;
    }

    private static bool IsSymbolicLink(FileInfo file) =>
#if NET
        file.LinkTarget is not null;
#else
        file.Attributes.HasFlag(FileAttributes.ReparsePoint);
#endif
}
